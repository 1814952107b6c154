/** What KMS does with a key: RSA signatures, MACs, sealed texts. */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  privateEncrypt,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type {
  DecryptRequest,
  EncryptRequest,
  GenerateMacRequest,
  SignRequest,
  VerifyMacRequest,
} from '@aws-sdk/client-kms';
import { AwsError, invalid, type Wire } from './endpoint.ts';
import type { KmsKey } from './kms-keys.ts';

/** What PKCS #1 v1.5 puts before a digest to say how it was made (RFC 8017, 9.2, note 1). */
const DIGEST_INFO: Readonly<Record<string, string>> = {
  '256': '3031300d060960864801650304020105000420',
  '384': '3041300d060960864801650304020205000430',
  '512': '3051300d060960864801650304020305000440',
};

export function sign(key: KmsKey, { Message, MessageType, SigningAlgorithm }: Wire<SignRequest>) {
  const [, size = ''] = /^RSASSA_PKCS1_V1_5_SHA_(\d+)$/.exec(String(SigningAlgorithm)) ?? [];
  const prefix = DIGEST_INFO[size];
  if (!prefix) throw invalid(`The local host does not sign with ${SigningAlgorithm}.`);
  const message = bytesIn(Message);
  const digest = MessageType === 'DIGEST' ? message : createHash(`sha${size}`).update(message).digest();
  if (digest.length * 8 !== Number(size)) throw invalid(`Digest is invalid length for ${SigningAlgorithm}.`);
  const options = { key: pairOf(key), padding: constants.RSA_PKCS1_PADDING };
  const signature = privateEncrypt(options, Buffer.concat([Buffer.from(prefix, 'hex'), digest]));
  return { KeyId: key.arn, Signature: signature.toString('base64'), SigningAlgorithm };
}

export function publicKey(key: KmsKey) {
  const der = createPublicKey(pairOf(key)).export({ type: 'spki', format: 'der' });
  return {
    KeyId: key.arn,
    PublicKey: der.toString('base64'),
    KeySpec: key.spec,
    KeyUsage: key.usage,
    SigningAlgorithms: ['256', '384', '512'].map((size) => `RSASSA_PKCS1_V1_5_SHA_${size}`),
  };
}

export function macOf(key: KmsKey, { Message, MacAlgorithm }: Wire<GenerateMacRequest>): Buffer {
  const [, size] = /^HMAC_SHA_(\d+)$/.exec(String(MacAlgorithm)) ?? [];
  if (!size || key.spec !== `HMAC_${size}`) throw wrongUse(key, `GenerateMac with ${MacAlgorithm}`);
  return createHmac(`sha${size}`, secretOf(key)).update(bytesIn(Message)).digest();
}

export function verifyMac(key: KmsKey, input: Wire<VerifyMacRequest>) {
  const [right, given] = [macOf(key, input), Buffer.from(String(input.Mac), 'base64')];
  if (right.length !== given.length || !timingSafeEqual(right, given))
    throw new AwsError('KMSInvalidMacException', 'The MAC does not belong to the message.');
  return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
}

type EncryptionContext = Wire<EncryptRequest>['EncryptionContext'];

/** id of the key | 0 | nonce (12) | tag (16) | AES-256-GCM of the text, bound to the encryption context */
export function seal(key: KmsKey, plain: Buffer, context: EncryptionContext): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), nonce).setAAD(bound(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from(`${key.id}\0`), nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

export function unseal(key: KmsKey, { CiphertextBlob, EncryptionContext }: Wire<DecryptRequest>): Buffer {
  const blob = Buffer.from(String(CiphertextBlob), 'base64').subarray(key.id.length + 1);
  try {
    const cipher = createDecipheriv('aes-256-gcm', secretOf(key), blob.subarray(0, 12));
    cipher.setAAD(bound(EncryptionContext)).setAuthTag(blob.subarray(12, 28));
    return Buffer.concat([cipher.update(blob.subarray(28)), cipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

type Sealed = { readonly CiphertextBlob?: string | undefined; readonly KeyId?: string | undefined };

export function keyOfSealed({ CiphertextBlob = '', KeyId }: Sealed): string {
  const blob = Buffer.from(CiphertextBlob, 'base64');
  const end = blob.indexOf(0);
  if (end < 1) throw invalidCiphertext();
  return KeyId ?? blob.subarray(0, end).toString();
}

const invalidCiphertext = () =>
  new AwsError('InvalidCiphertextException', 'The ciphertext cannot be opened.');

const bound = (context: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))));

/** All that KMS takes at once. */
const MOST_BYTES = 4096;

export function bytesIn(text: string | undefined): Buffer {
  const buffer = Buffer.from(text ?? '', 'base64');
  if (buffer.length < 1 || buffer.length > MOST_BYTES)
    throw invalid(`KMS takes 1 to ${MOST_BYTES} bytes at once.`);
  return buffer;
}

function pairOf(key: KmsKey): KeyObject {
  if (key.pair) return key.pair;
  throw wrongUse(key, 'Sign and GetPublicKey');
}

function secretOf(key: KmsKey): Buffer {
  if (key.secret) return key.secret;
  throw wrongUse(key, 'this operation');
}

const wrongUse = (key: KmsKey, operation: string) =>
  new AwsError(
    'InvalidKeyUsageException',
    `${key.arn} is for ${key.usage} (${key.spec}), not for ${operation}.`,
  );
