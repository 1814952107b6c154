/** The one address of all local AWS services: recognises call and caller, asks IAM, then the service. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsCall, Principal } from '../kinds.ts';
import { credentialOf, unknownCaller } from './caller.ts';
import { AwsError, type Endpoint, type Reply, type Request } from './endpoint.ts';
import { refuseInJson } from './json-endpoint.ts';

/**
 * What happens to a call on its way: it passes, fails before it has any effect, its answer is lost, or
 * something else answers it.
 */
export type Fate = 'pass' | 'refuse' | 'lose-answer' | Detour;

/** May ask the service itself, with another input if it likes. Nothing means that nobody hears of it. */
export type Detour = (carryOut: (input?: AwsCall['input']) => Promise<Reply>) => Promise<Reply | undefined>;

export type Desk = {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly callerBehind: (accessKeyId: string) => Principal | undefined;
  /** Throws unless IAM allows the call. */
  readonly authorise: (call: AwsCall, endpoint: Endpoint) => void;
  /** May take its time, and may throw an `AwsError`, which is then the answer. */
  readonly fateOf: (call: AwsCall) => Fate | Promise<Fate>;
};

export type Front = { readonly endpoint: string; open(desk: Desk): void; stop(): Promise<void> };

/** Listens at once, so that its address is known; calls wait until the desk is open. */
export async function startFront(port = 0): Promise<Front> {
  const desk = Promise.withResolvers<Desk>();
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, desk.promise).catch(() => outgoing.destroy());
  });
  // Longer than any client keeps a connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', listening);
  });
  const address = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    open: desk.resolve,
    stop: () => close(server),
  };
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, opening: Promise<Desk>) {
  const [desk, body] = await Promise.all([opening, bodyOf(incoming)]);
  const url = new URL(incoming.url ?? '/', 'http://aws');
  const request = { method: incoming.method ?? 'GET', url, headers: incoming.headers, body };
  const reply = await replyTo(request, desk);
  if (!reply) return void outgoing.destroy();
  outgoing.writeHead(reply.status, { 'content-length': lengthOf(reply), ...reply.headers });
  outgoing.end(request.method === 'HEAD' ? undefined : reply.body);
}

/** Nothing means: the call was carried out and nobody hears of it. */
async function replyTo(request: Request, desk: Desk): Promise<Reply | undefined> {
  let endpoint: Endpoint | undefined;
  try {
    const credential = credentialOf(request.headers, request.url);
    endpoint = desk.endpoints.get(credential.service);
    if (!endpoint)
      throw new AwsError('UnknownEndpoint', `The local host does not run ${credential.service}.`);
    const principal = desk.callerBehind(credential.accessKeyId);
    if (!principal) throw unknownCaller();
    const sdkCall = String(request.headers['amz-sdk-invocation-id'] ?? '');
    const call: AwsCall = { service: credential.service, ...endpoint.read(request), principal, sdkCall };
    return await carryOut(call, endpoint, request, desk);
  } catch (error) {
    return endpoint ? endpoint.refuse(asAwsError(error)) : refuseInJson('1.0', asAwsError(error));
  }
}

async function carryOut(
  call: AwsCall,
  endpoint: Endpoint,
  request: Request,
  desk: Desk,
): Promise<Reply | undefined> {
  desk.authorise(call, endpoint);
  const fate = await desk.fateOf(call);
  if (fate === 'refuse')
    throw new AwsError('InternalServerError', `${call.operation} was made to fail before it began.`, 500);
  if (fate === 'pass') return endpoint.answer(call, request);
  if (fate !== 'lose-answer') return fate((input) => endpoint.answer(...saying(input, call, request)));
  await endpoint.answer(call, request).catch(() => undefined);
  return undefined;
}

/** The call with another input, for services that speak JSON. */
function saying(input: AwsCall['input'] | undefined, call: AwsCall, request: Request): [AwsCall, Request] {
  if (!input) return [call, request];
  return [
    { ...call, input },
    { ...request, body: Buffer.from(JSON.stringify(input)) },
  ];
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError('InternalFailure', error instanceof Error ? String(error.stack) : String(error), 500);
}

const lengthOf = ({ body }: Reply): number =>
  typeof body === 'string' ? Buffer.byteLength(body) : body.length;

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => {
    server.close(() => done());
  });
  server.closeAllConnections();
  return closed;
}
