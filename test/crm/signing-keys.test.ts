import { describe, expect, it } from 'vitest';
import { everyKey, firstKeys, liveKeys, rotated } from '../../functions/crm/signing-keys.ts';
import { Instant } from '../../shared/kernel/time.ts';

const at = (text: string) => Instant.parse(text);
const MONDAY = at('2026-02-02T09:00:00.000Z');
const TUESDAY = at('2026-02-03T09:00:00.000Z');

describe('the secrets of a connector', () => {
  it('A113 has two that live for a day after a rotation, and one after that', () => {
    const keys = rotated(firstKeys('a'), 'b', MONDAY, 'one');
    expect(liveKeys(keys, MONDAY)).toEqual(['b', 'a']);
    expect(liveKeys(keys, at('2026-02-03T08:59:59.999Z'))).toEqual(['b', 'a']);
    expect(liveKeys(keys, TUESDAY)).toEqual(['b']);
  });

  it('never has more than two that live: a second rotation ends the oldest', () => {
    const keys = rotated(
      rotated(firstKeys('a'), 'b', MONDAY, 'one'),
      'c',
      at('2026-02-02T10:00:00.000Z'),
      'two',
    );
    expect(liveKeys(keys, at('2026-02-02T10:00:00.000Z'))).toEqual(['c', 'b']);
  });

  it('A85 keeps those that are gone, to check again what they signed', () => {
    const keys = rotated(rotated(firstKeys('a'), 'b', MONDAY, 'one'), 'c', TUESDAY, 'two');
    expect(everyKey(keys)).toEqual(['c', 'b', 'a']);
  });

  it('fits an SSM parameter of 4 KB after any number of rotations', () => {
    let keys = firstKeys(`whsec_${'x'.repeat(44)}`);
    for (let n = 0; n < 100; n += 1) keys = rotated(keys, `whsec_${'x'.repeat(44)}`, MONDAY, `rot_${n}`);
    expect(JSON.stringify(keys).length).toBeLessThan(4_096);
  });
});
