/** Tokens that were never issued: with the issuer's own signature around any claims, or with another one. */
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Platform } from '../../kit/platform.ts';
import { clientConfig, functionNamed } from './credentials.ts';

export type Part = Readonly<Record<string, unknown>>;

const encoded = (part: Part) => Buffer.from(JSON.stringify(part)).toString('base64url');

export const contentOf = (header: Part, claims: Part) => `${encoded(header)}.${encoded(claims)}`;

export function partsOf(token: string): { header: Part; claims: Part; signature: string } {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part;
  return { header: read(header), claims: read(claims), signature };
}

/** Signs with the key of the platform, which nobody but sign-in may use: by its credentials. */
export async function mint(platform: Platform, header: Part, claims: Part): Promise<string> {
  const { credentials, variables } = functionNamed(platform, 'attain-control-tenants-api-sign-in');
  const content = contentOf(header, claims);
  const { Signature } = await new KMSClient(clientConfig(platform, credentials)).send(
    new SignCommand({
      KeyId: String(variables['SIGNING_KEY_ID']),
      SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
      MessageType: 'RAW',
      Message: Buffer.from(content),
    }),
  );
  return `${content}.${Buffer.from(Signature ?? []).toString('base64url')}`;
}
