/** Who makes a call: reads the SigV4 signature's credential; the signature itself is not verified. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '../kinds.ts';
import { AwsError } from './endpoint.ts';

export type Credential = { readonly accessKeyId: string; readonly service: string };

export type Principals = { get(accessKeyId: string): Principal | undefined };

/** Credential = access key / date / region / service / aws4_request, in a header or a presigned URL. */
export function credentialOf(headers: IncomingHttpHeaders, url: URL): Credential {
  const signed = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const [accessKeyId, , , service] = (signed ?? url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  if (!accessKeyId || !service)
    throw new AwsError('MissingAuthenticationTokenException', 'The request is not signed.', 403);
  return { accessKeyId, service };
}

export function unknownCaller(): AwsError {
  return new AwsError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    400,
  );
}
