/** Key material of the templates' KMS keys: made once, then kept in the host's state folder. */
import { createPrivateKey, type KeyObject, generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Assembly, Resource } from '../kinds.ts';
import { AwsError } from './endpoint.ts';

export type KmsKey = {
  readonly id: string;
  readonly arn: string;
  readonly spec: string;
  readonly usage: string;
  /** Signs, for an RSA key. */
  readonly pair: KeyObject | undefined;
  /** For any other key. */
  readonly secret: Buffer | undefined;
};

export type KmsKeys = {
  /** Finds a key by id, ARN, alias or alias ARN. */
  readonly arnOf: (keyId: string | undefined) => string;
  readonly get: (keyId: string | undefined) => Promise<KmsKey>;
};

const SECRET_BYTES: Readonly<Record<string, number>> = {
  SYMMETRIC_DEFAULT: 32,
  HMAC_256: 32,
  HMAC_384: 48,
  HMAC_512: 64,
};

export function openKeys(assembly: Assembly, stateDir: string): KmsKeys {
  const resources = new Map<string, Resource>();
  for (const key of assembly.of('AWS::KMS::Key')) resources.set(key.name, key).set(key.arn, key);
  for (const { name, properties } of assembly.of('AWS::KMS::Alias')) {
    const key = resources.get(properties['TargetKeyId']);
    if (key) resources.set(name, key);
  }
  const opened = new Map<Resource, Promise<KmsKey>>();
  const resourceOf = (keyId: string = '') => {
    const resource = resources.get(keyId.replace(/^arn:.*:(?=alias\/)/, ''));
    if (resource) return resource;
    throw new AwsError('NotFoundException', `Key '${keyId}' does not exist.`);
  };
  return {
    arnOf: (keyId) => resourceOf(keyId).arn,
    get(keyId) {
      const resource = resourceOf(keyId);
      const key = opened.get(resource) ?? open(resource, stateDir);
      opened.set(resource, key);
      return key;
    },
  };
}

async function open({ name, arn, properties }: Resource, stateDir: string): Promise<KmsKey> {
  const spec: string = properties['KeySpec'] ?? 'SYMMETRIC_DEFAULT';
  const usage: string = properties['KeyUsage'] ?? 'ENCRYPT_DECRYPT';
  const folder = join(stateDir, 'kms');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const material = await kept(join(folder, `${name}.${spec}`), () => make(spec));
  const isPair = material.includes('PRIVATE KEY');
  return {
    id: name,
    arn,
    spec,
    usage,
    pair: isPair ? createPrivateKey(material) : undefined,
    secret: isPair ? undefined : Buffer.from(material, 'base64'),
  };
}

async function kept(file: string, makeNew: () => Promise<string>): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    const material = await makeNew();
    await writeFile(file, material, { mode: 0o600 });
    return material;
  }
}

async function make(spec: string): Promise<string> {
  const [, bits] = /^RSA_(\d+)$/.exec(spec) ?? [];
  if (bits) {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: Number(bits) });
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
  const length = SECRET_BYTES[spec];
  if (!length) throw new Error(`The local host makes no KMS keys of the kind ${spec}.`);
  return randomBytes(length).toString('base64');
}
