import { describe, expect, it } from 'vitest';
import { ItemId, itemIdOf, namedBy, pointerTo } from '../../functions/crm/inbox.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const dayOf = (occurredAt: unknown) => namedBy('m1', bytes(JSON.stringify({ occurredAt })))?.day;

describe('the name of a webhook in the inbox', () => {
  it('A125 is the same however often and whenever it is delivered', () => {
    const body = bytes('{"occurredAt":"2026-03-10T10:00:00Z"}');
    expect(namedBy('m1', body)).toEqual(namedBy('m1', body));
    expect(namedBy('m1', body)?.dedupe).not.toBe(namedBy('m2', body)?.dedupe);
    expect(namedBy('m1', body)?.dedupe).not.toBe(namedBy('m1', bytes('{}'))?.dedupe);
  });

  it.each([
    ['2026-03-10T23:30:00Z', '2026-03-10'],
    ['2026-03-10T23:30:00-02:00', '2026-03-11'],
    ['2026-03-10', 'undated'],
    ['yesterday', 'undated'],
    ['+275760-09-13T00:00:00Z', 'undated'],
    [17, 'undated'],
    [null, 'undated'],
  ])('has from %j the day %s, in UTC', (occurredAt, day) => {
    expect(dayOf(occurredAt)).toBe(day);
  });

  it.each(['[]', '7', '"text"', '{}'])('of %s, which has no time, is undated', (text) => {
    expect(namedBy('m1', bytes(text))?.day).toBe('undated');
  });

  it.each(['', '{', "{'a':1}", 'NaN'])('is none for %j, which is not JSON', (text) => {
    expect(namedBy('m1', bytes(text))).toBeUndefined();
  });

  it('is none for bytes that are not UTF-8', () => {
    expect(namedBy('m1', Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined();
  });

  it('reads back from the id in a path', () => {
    const connector = ConnectorId.parse(`con_${'a'.repeat(26)}_${'b'.repeat(26)}`);
    const name = namedBy('m1', bytes('{}')) ?? { day: '', dedupe: '' };
    expect(pointerTo(connector, ItemId.parse(itemIdOf(name)))).toEqual({ connector, ...name });
  });
});
