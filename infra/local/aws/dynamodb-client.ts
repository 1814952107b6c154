/** A thin line to DynamoDB Local: forwards what functions ask, and asks for the host itself. */
import { Agent, type IncomingMessage, request as open } from 'node:http';

export type Answer = { readonly status: number; readonly requestId: string; readonly body: Buffer };

/** DynamoDB's JSON on the wire, where every number and byte string is text. */
// biome-ignore lint/suspicious/noExplicitAny: replies of all operations, each read by who asked for it
export type Json = any;

export type TableClient = {
  /** Sends a body as it is, and hands back the answer as it is. */
  readonly forward: (target: string, body: Buffer) => Promise<Answer>;
  /** Asks for something and rejects with the error's code unless the answer is yes. */
  readonly call: (target: string, input: unknown) => Promise<Json>;
  readonly close: () => void;
};

/** Where tables are: DynamoDB Local keeps those of each access key and region to themselves. */
export type Place = { readonly endpoint: string; readonly accessKeyId: string };

const REGION = 'eu-west-1';

export function connectTable({ endpoint, accessKeyId }: Place): TableClient {
  const { hostname, port } = new URL(endpoint);
  const scope = `Credential=${accessKeyId}/20260101/${REGION}/dynamodb/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`;
  const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 20_000 });
  const forward = (target: string, body: Buffer) =>
    new Promise<Answer>((answered, failed) => {
      const headers = {
        'x-amz-target': target,
        'content-type': 'application/x-amz-json-1.0',
        'content-length': body.length,
        authorization,
      };
      const outgoing = open({ hostname, port, agent, method: 'POST', headers }, (incoming) => {
        collect(incoming).then(answered, failed);
      });
      outgoing.once('error', failed).end(body);
    });
  return { forward, call: (target, input) => ask(forward, target, input), close: () => agent.destroy() };
}

async function ask(forward: TableClient['forward'], target: string, input: unknown): Promise<Json> {
  const { status, body } = await forward(target, Buffer.from(JSON.stringify(input)));
  const reply = JSON.parse(body.toString());
  if (status === 200) return reply;
  const name = errorCodeIn(reply);
  throw Object.assign(new Error(`${target}: ${reply.message ?? reply.Message ?? name}`), { name });
}

export const errorCodeIn = (reply: Json): string => String(reply['__type']).split('#').at(-1) ?? 'Unknown';

async function collect(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const requestId = String(incoming.headers['x-amzn-requestid'] ?? '');
  return { status: incoming.statusCode ?? 500, requestId, body: Buffer.concat(chunks) };
}
