/** KMS as clients see it: signatures, MACs, and envelopes of data keys. */
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
  GenerateDataKeyRequest,
  GenerateMacRequest,
  GetPublicKeyRequest,
  SignRequest,
  VerifyMacRequest,
} from '@aws-sdk/client-kms';
import type { AwsCall } from '../kinds.ts';
import { AwsError, type Check, type Context, type Endpoint, invalid, type Wire } from './endpoint.ts';
import { jsonEndpoint, type Operations } from './json-endpoint.ts';
import type { KmsKey, KmsKeys } from './kms-keys.ts';

export function kmsEndpoint(keys: KmsKeys): Endpoint {
  return jsonEndpoint('1.1', operationsOn(keys), (call) => [checkOf(call, keys)]);
}

function operationsOn(keys: KmsKeys): Operations {
  return {
    Sign: async (input: Wire<SignRequest>) => sign(await keys.get(input.KeyId), input),
    GetPublicKey: async (input: GetPublicKeyRequest) => publicKey(await keys.get(input.KeyId)),
    GenerateMac: async (input: Wire<GenerateMacRequest>) => {
      const key = await keys.get(input.KeyId);
      const Mac = macOf(key, input).toString('base64');
      return { KeyId: key.arn, Mac, MacAlgorithm: input.MacAlgorithm };
    },
    VerifyMac: async (input: Wire<VerifyMacRequest>) => verifyMac(await keys.get(input.KeyId), input),
    Encrypt: async (input: Wire<EncryptRequest>) => {
      const key = await keys.get(input.KeyId);
      const CiphertextBlob = seal(key, bytes(input.Plaintext, 4096), input.EncryptionContext);
      return { KeyId: key.arn, CiphertextBlob, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
    Decrypt: async (input: Wire<DecryptRequest>) => {
      const key = await keys.get(keyOfSealed(input));
      const Plaintext = unseal(key, input).toString('base64');
      return { KeyId: key.arn, Plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
    GenerateDataKey: async (input: Wire<GenerateDataKeyRequest>) => {
      const key = await keys.get(input.KeyId);
      const plain = randomBytes(input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32));
      const CiphertextBlob = seal(key, plain, input.EncryptionContext);
      return { KeyId: key.arn, Plaintext: plain.toString('base64'), CiphertextBlob };
    },
  };
}

function checkOf({ operation, input }: AwsCall, keys: KmsKeys): Check {
  const { KeyId, SigningAlgorithm, MacAlgorithm, MessageType = 'RAW' } = input as Record<string, string>;
  const keyId = operation === 'Decrypt' ? keyOfSealed(input) : KeyId;
  const context: Record<string, string | undefined> = {
    'kms:SigningAlgorithm': SigningAlgorithm,
    'kms:MacAlgorithm': MacAlgorithm,
    'kms:MessageType': operation === 'Sign' ? MessageType : undefined,
  };
  for (const [name, value] of Object.entries(input['EncryptionContext'] ?? {}))
    context[`kms:EncryptionContext:${name}`] = String(value);
  return { action: `kms:${operation}`, resource: keys.arnOf(keyId), context: context satisfies Context };
}

/** What PKCS #1 v1.5 puts before a digest to say how it was made (RFC 8017, 9.2, note 1). */
const DIGEST_INFO: Readonly<Record<string, string>> = {
  '256': '3031300d060960864801650304020105000420',
  '384': '3041300d060960864801650304020205000430',
  '512': '3051300d060960864801650304020305000440',
};

function sign(key: KmsKey, { Message, MessageType, SigningAlgorithm }: Wire<SignRequest>) {
  const [, size = ''] = /^RSASSA_PKCS1_V1_5_SHA_(\d+)$/.exec(String(SigningAlgorithm)) ?? [];
  const prefix = DIGEST_INFO[size];
  if (!prefix) throw invalid(`The local host does not sign with ${SigningAlgorithm}.`);
  const message = bytes(Message, 4096);
  const digest = MessageType === 'DIGEST' ? message : createHash(`sha${size}`).update(message).digest();
  if (digest.length * 8 !== Number(size)) throw invalid(`Digest is invalid length for ${SigningAlgorithm}.`);
  const options = { key: pairOf(key), padding: constants.RSA_PKCS1_PADDING };
  const signature = privateEncrypt(options, Buffer.concat([Buffer.from(prefix, 'hex'), digest]));
  return { KeyId: key.arn, Signature: signature.toString('base64'), SigningAlgorithm };
}

function publicKey(key: KmsKey) {
  const der = createPublicKey(pairOf(key)).export({ type: 'spki', format: 'der' });
  return {
    KeyId: key.arn,
    PublicKey: der.toString('base64'),
    KeySpec: key.spec,
    KeyUsage: key.usage,
    SigningAlgorithms: ['256', '384', '512'].map((size) => `RSASSA_PKCS1_V1_5_SHA_${size}`),
  };
}

function macOf(key: KmsKey, { Message, MacAlgorithm }: Wire<GenerateMacRequest>): Buffer {
  const [, size] = /^HMAC_SHA_(\d+)$/.exec(String(MacAlgorithm)) ?? [];
  if (!size || key.spec !== `HMAC_${size}`) throw wrongUse(key, `GenerateMac with ${MacAlgorithm}`);
  return createHmac(`sha${size}`, secretOf(key)).update(bytes(Message, 4096)).digest();
}

function verifyMac(key: KmsKey, input: Wire<VerifyMacRequest>) {
  const [right, given] = [macOf(key, input), Buffer.from(String(input.Mac), 'base64')];
  if (right.length !== given.length || !timingSafeEqual(right, given))
    throw new AwsError('KMSInvalidMacException', 'The MAC does not belong to the message.');
  return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
}

type EncryptionContext = Wire<EncryptRequest>['EncryptionContext'];

/** id of the key | 0 | nonce (12) | tag (16) | AES-256-GCM of the text, bound to the encryption context */
function seal(key: KmsKey, plain: Buffer, context: EncryptionContext): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), nonce).setAAD(bound(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from(`${key.id}\0`), nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

function unseal(key: KmsKey, { CiphertextBlob, EncryptionContext }: Wire<DecryptRequest>): Buffer {
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

function keyOfSealed({ CiphertextBlob = '', KeyId }: Sealed): string {
  const blob = Buffer.from(CiphertextBlob, 'base64');
  const end = blob.indexOf(0);
  if (end < 1) throw invalidCiphertext();
  return KeyId ?? blob.subarray(0, end).toString();
}

const invalidCiphertext = () =>
  new AwsError('InvalidCiphertextException', 'The ciphertext cannot be opened.');

const bound = (context: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))));

function bytes(text: string | undefined, most: number): Buffer {
  const buffer = Buffer.from(text ?? '', 'base64');
  if (buffer.length < 1 || buffer.length > most) throw invalid(`KMS takes 1 to ${most} bytes at once.`);
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
