/** Machine keys: their form, their checksum, and that nothing else passes for one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checksum, crc32, readKey, writeKey } from '../../functions/tenants/machine-key.ts';
import { derivedId, KeyId, TenantId } from '../../shared/kernel/ids.ts';

const tenant = TenantId.parse(derivedId('ten', 'acme'));
const id = KeyId.parse(derivedId('key', 'payroll'));
const secret = derivedId('sec', 'a').slice(4);
const key = writeKey(tenant, id, secret);

it('calculates CRC-32 as everybody does', () => {
  // The check value of the catalogue of parametrised CRC algorithms for CRC-32/ISO-HDLC.
  expect(crc32('123456789')).toBe(0xcbf43926n);
  expect(crc32('')).toBe(0n);
});

it('writes a checksum as seven letters of five bits, the highest first', () => {
  // cbf43926 = 1100 1011 1111 0100 0011 1001 0010 0110; cut from the right into fives:
  // 11 00101 11111 01000 01110 01001 00110 = 3, 5, 31, 8, 14, 9, 6 → '3', '5', 'z', '8', 'e', '9', '6'
  expect(checksum('123456789')).toBe('35z8e96');
});

it('carries its tenant and its id', () => {
  expect(key).toBe(`att_live_${tenant.slice(4)}${id.slice(4)}_${secret}${checksum(key.slice(0, -7))}`);
  expect(key).toHaveLength(9 + 26 + 26 + 1 + 26 + 7);
  expect(readKey(key)).toEqual({ tenant, id });
});

it('knows a key with one letter changed for what it is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: key.length - 1 }),
      fc.constantFrom('0', '1', '7', 'a', 'g', 'k', 'z', '_'),
      (at, letter) => {
        fc.pre(key[at] !== letter);
        expect(readKey(key.slice(0, at) + letter + key.slice(at + 1))).toBeUndefined();
      },
    ),
  );
});

it('knows no key in a cut, padded, shouted or empty one', () => {
  for (const text of [
    '',
    key.slice(0, -1),
    ` ${key}`,
    `${key}\n`,
    key.toUpperCase(),
    key.replace('live', 'test'),
  ]) {
    expect(readKey(text)).toBeUndefined();
  }
});
