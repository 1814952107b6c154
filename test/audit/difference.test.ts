/** What the audit trail says of a change, and what it never says. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { difference } from '../../shared/audit/difference.ts';

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('says what is so no longer and what is so now, and nothing that stayed', () => {
  const before = { amount: '1', unit: 'EUR', place: { city: 'Bonn', zip: '53111' }, tags: ['a', 'b'] };
  const after = {
    amount: '2',
    unit: 'EUR',
    place: { city: 'Köln', zip: '53111' },
    tags: ['a'],
    since: 'now',
  };
  expect(difference(before, after)).toEqual({
    before: { amount: '1', place: { city: 'Bonn' }, tags: ['a', 'b'] },
    after: { amount: '2', place: { city: 'Köln' }, tags: ['a'], since: 'now' },
  });
});

it('has no side that is not there, and says nothing of nothing', () => {
  expect(difference(undefined, { a: 1 })).toEqual({ after: { a: 1 } });
  expect(difference({ a: 1 }, undefined)).toEqual({ before: { a: 1 } });
  expect(difference({ a: 1 }, { a: 1 })).toBeUndefined();
  expect(difference(undefined, {})).toBeUndefined();
});

it('tells a field that is null from one that is not there', () => {
  expect(difference({ to: null }, {})).toEqual({ before: { to: null }, after: {} });
});

it('leaves out secrets, wherever they stand', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('hash', 'secret', 'clientSecret', 'password', 'refresh_token', 'privateKey'),
      fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
      (name, path) => {
        const holding = path.reduceRight<object>((inner, field) => ({ [field]: inner }), {
          [name]: 'CANARY',
        });
        const listed = { list: [holding], kept: 1 };
        expect(JSON.stringify(difference(undefined, { ...holding, ...listed }))).not.toContain('CANARY');
      },
    ),
  );
});

it('names bytes and long texts by their hash and length', () => {
  const bytes = Buffer.from([1, 2, 3]);
  expect(difference(undefined, { bytes })).toEqual({
    after: { bytes: `sha256 ${sha256(bytes)} of 3 bytes` },
  });
  // As JSON: 16,001 letters and two quotation marks.
  const text = 'x'.repeat(16_001);
  expect(difference({ text: 'short' }, { text })).toEqual({
    before: { text: 'short' },
    after: { text: `sha256 ${sha256(JSON.stringify(text))} of 16003 bytes` },
  });
});

it('stays small however much is changed', () => {
  const after = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`person-${n}`, 'x'.repeat(100)]));
  const found = difference({}, after);
  expect(JSON.stringify(found).length).toBeLessThan(200);
  expect(found?.after).toHaveProperty('all');
});

it('puts a state back together: what stayed and the one side give the state of that side', () => {
  const state = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.nat(3), fc.constantFrom('x', 'y')));
  fc.assert(
    fc.property(state, state, (was, is) => {
      const { before = {}, after = {} } = difference(was, is) ?? {};
      const stayed = Object.entries(was).filter(([name]) => !(name in before));
      expect({ ...Object.fromEntries(stayed), ...after }).toEqual(is);
      expect({ ...Object.fromEntries(stayed), ...before }).toEqual(was);
    }),
  );
});
