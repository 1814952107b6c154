/**
 * Machine keys: how software of a customer proves itself. A key carries its tenant, since it arrives
 * without a token, and a checksum, so that a mistyped or cut one is known before anything is asked.
 *
 *   att_live_<26 of the tenant><26 of the key's id>_<26 of the secret><7 of the checksum>
 */
import * as z from 'zod';
import { KeyId, TenantId } from '../../shared/kernel/ids.ts';
import { Name } from '../../shared/kernel/text.ts';
import { Instant } from '../../shared/kernel/time.ts';

const FORM = /^att_live_([0-9a-z]{26})([0-9a-z]{26})_([0-9a-z]{26})([0-9a-z]{7})$/;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** What a list of keys shows; the roles are checked where they are given. */
export const MachineKey = z.object({
  id: KeyId,
  name: Name,
  roles: z.array(z.string()),
  createdAt: Instant,
});
export type MachineKey = z.output<typeof MachineKey>;

/** As it is stored: only the hash of the key. */
export const StoredKey = MachineKey.extend({ hash: z.string() });
export type StoredKey = z.output<typeof StoredKey>;

/** `secret` is 26 letters of base 32, from 130 random bits. */
export function writeKey(tenant: TenantId, id: KeyId, secret: string): string {
  const content = `att_live_${tenant.slice(4)}${id.slice(4)}_${secret}`;
  return content + checksum(content);
}

/** Whose key it is and which; undefined for what cannot be a key. */
export function readKey(text: string): { tenant: TenantId; id: KeyId } | undefined {
  const [, tenant, id] = FORM.exec(text) ?? [];
  if (!tenant || !id || checksum(text.slice(0, -7)) !== text.slice(-7)) return undefined;
  return { tenant: TenantId.parse(`ten_${tenant}`), id: KeyId.parse(`key_${id}`) };
}

/** CRC-32 in seven letters of five bits. */
export function checksum(text: string): string {
  const crc = crc32(text);
  return [30, 25, 20, 15, 10, 5, 0].map((shift) => ALPHABET[Number((crc >> BigInt(shift)) & 31n)]).join('');
}

/** CRC-32 as of IEEE 802.3, over the letters' codes: '123456789' gives cbf43926. */
export function crc32(text: string): bigint {
  let crc = 0xffffffffn;
  for (const letter of text) {
    crc ^= BigInt(letter.charCodeAt(0));
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ 0xedb88320n : crc >> 1n;
  }
  return crc ^ 0xffffffffn;
}
