/** The issuer's signature: made by KMS, verified by anybody with the public key that this publishes. */
import { createHash, createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';

export type PublicJwk = {
  readonly kty: string;
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
};

const kms = new KMSClient({ requestHandler });
let published: Promise<PublicJwk> | undefined;

/** Asked for once in the life of a function: the key behind an alias changes only by a deployment. */
export function publicJwk(): Promise<PublicJwk> {
  published ??= readPublicKey();
  published.catch(() => {
    published = undefined;
  });
  return published;
}

/** A signed JWT of these claims. */
export async function signed(claims: object): Promise<string> {
  const { kid } = await publicJwk();
  const parts = [{ alg: 'RS256', typ: 'JWT', kid }, claims];
  const content = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const { Signature } = await kms.send(
    new SignCommand({
      KeyId: environment('SIGNING_KEY_ID'),
      SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
      MessageType: 'RAW',
      Message: Buffer.from(content),
    }),
  );
  if (!Signature) throw new Error('KMS gave no signature');
  return `${content}.${Buffer.from(Signature).toString('base64url')}`;
}

async function readPublicKey(): Promise<PublicJwk> {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: environment('SIGNING_KEY_ID') }));
  if (!PublicKey) throw new Error('KMS gave no public key');
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  const { kty = '', n = '', e = '' } = key.export({ format: 'jwk' });
  const kid = createHash('sha256').update(PublicKey).digest('base64url');
  return { kty, n, e, kid, alg: 'RS256', use: 'sig' };
}
