/** The JSON protocol of AWS (x-amz-target), which all services but S3 and STS speak here. */
import { randomUUID } from 'node:crypto';
import type { AwsCall } from '../kinds.ts';
import { AwsError, type Check, type Endpoint, type Reply, type Request } from './endpoint.ts';

/** Operations by name. Each says the type of its input; what is sent must be checked all the same. */
export type Operations = Readonly<Record<string, (input: never, call: AwsCall) => unknown>>;

export function jsonEndpoint(
  version: '1.0' | '1.1',
  operations: Operations,
  checks: (call: AwsCall) => readonly Check[],
): Endpoint {
  return {
    read: readJson,
    checks,
    async answer(call) {
      const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
      if (!operation) throw unknownOperation(call);
      return jsonReply(version, 200, (await operation(call.input as never, call)) ?? {});
    },
    refuse: (error) => refuseInJson(version, error),
  };
}

export function readJson(request: Request): { operation: string; input: Record<string, unknown> } {
  const operation =
    String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  try {
    return { operation, input: JSON.parse(request.body.toString() || '{}') };
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON.');
  }
}

export function refuseInJson(version: '1.0' | '1.1', error: AwsError): Reply {
  const reply = jsonReply(version, error.status, { __type: error.code, message: error.message });
  const fault = error.status < 500 ? 'Sender' : 'Receiver';
  const headers = { 'x-amzn-errortype': error.code, 'x-amzn-query-error': `${error.code};${fault}` };
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function jsonReply(version: '1.0' | '1.1', status: number, body: unknown): Reply {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify(body) };
}

export function unknownOperation({ service, operation }: AwsCall): AwsError {
  return new AwsError('UnknownOperationException', `The local host does not run ${service}:${operation}.`);
}
