/**
 * Starts a state machine. One request is all that is asked of Step Functions, so it is signed here: the SDK's
 * client would be one more to load at each cold start.
 */
import { randomUUID } from 'node:crypto';
import { Hash } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';

const ATTEMPT_HEADER = 'amz-sdk-invocation-id';

/** `workflow` is 'module/name' as the manifest's `starts` names it. A name that was used is not used again. */
export async function start(workflow: string, name: string, input: object): Promise<void> {
  const stateMachineArn = environment(`WORKFLOW_ARN_${workflow.replaceAll(/[/-]/g, '_').toUpperCase()}`);
  const signed = await signer().sign(requestFor({ stateMachineArn, name, input: JSON.stringify(input) }));
  const { response } = await requestHandler.handle(HttpRequest.clone(signed));
  const text = await textOf(response.body as AsyncIterable<Uint8Array>);
  if (response.statusCode === 200 || text.includes('ExecutionAlreadyExists')) return;
  throw new Error(`the state machine was not started: ${response.statusCode} ${text}`);
}

function requestFor(body: object): HttpRequest {
  const { protocol, hostname, port } = new URL(endpoint());
  return new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: '/',
    headers: {
      host: port ? `${hostname}:${port}` : hostname,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSStepFunctions.StartExecution',
      [ATTEMPT_HEADER]: randomUUID(),
    },
    body: JSON.stringify(body),
  });
}

/** As the SDK finds it. */
const endpoint = (): string =>
  process.env['AWS_ENDPOINT_URL'] ?? `https://states.${environment('AWS_REGION')}.amazonaws.com`;

const signer = () =>
  new SignatureV4({
    service: 'states',
    region: environment('AWS_REGION'),
    sha256: Hash.bind(null, 'sha256'),
    credentials: {
      accessKeyId: environment('AWS_ACCESS_KEY_ID'),
      secretAccessKey: environment('AWS_SECRET_ACCESS_KEY'),
      sessionToken: environment('AWS_SESSION_TOKEN'),
    },
  });

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}
