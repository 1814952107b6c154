/** KMS as clients see it: signatures, MACs, and envelopes of data keys. */
import { randomBytes } from 'node:crypto';
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
import type { Check, Context, Endpoint, Wire } from './endpoint.ts';
import { jsonEndpoint, type Operations } from './json-endpoint.ts';
import { bytesIn, keyOfSealed, macOf, publicKey, seal, sign, unseal, verifyMac } from './kms-crypto.ts';
import type { KmsKeys } from './kms-keys.ts';

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
      const CiphertextBlob = seal(key, bytesIn(input.Plaintext), input.EncryptionContext);
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
