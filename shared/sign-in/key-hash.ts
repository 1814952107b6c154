/** Machine keys as they are stored: hashed with a key that never leaves KMS, so a copy opens nothing. */
import { timingSafeEqual } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';

const kms = new KMSClient({ requestHandler });

export async function hashOfKey(key: string): Promise<string> {
  const { Mac } = await kms.send(
    new GenerateMacCommand({
      KeyId: environment('KEY_HASH_KEY_ID'),
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(`machine key ${key}`),
    }),
  );
  if (!Mac) throw new Error('KMS gave no hash for a machine key');
  return Buffer.from(Mac).toString('base64url');
}

/** In a time that does not depend on where they differ. */
export function isSameHash(given: string, stored: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(stored)];
  return a.length === b.length && timingSafeEqual(a, b);
}
