import { describe, expect, it } from 'vitest';
import { keys, nouns, places } from '../../shared/table/keys.ts';
import { itemOf, stripped } from '../../shared/table/items.ts';

const made = Object.entries(keys).map(([name, key]) => ({
  name,
  ...(key as (...parts: unknown[]) => { pk: string; sk: string; gsi1pk?: string })('aa', 'bb', 'cc', 'dd'),
}));

describe('keys', () => {
  it.each(made)('$name stands at a noun of the catalog', ({ pk, gsi1pk }) => {
    const noun = pk.split('#')[0] as keyof typeof nouns;
    expect(nouns[noun]).toMatchObject({ on: 'table', id: pk.includes('#') });
    if (gsi1pk) expect(nouns[gsi1pk.split('#')[0] as keyof typeof nouns].on).toBe('index');
  });

  it('never name an owner: that is the table’s to add', () => {
    for (const { pk } of made) expect(pk).not.toMatch(/^(T|C)#/);
  });

  it.each(['', 'a#b'])('refuse %j as a part, which would let one item answer to another’s name', (part) => {
    expect(() => keys.personById(part)).toThrow('not a key part');
    expect(() => places.inbox('con', part)).toThrow('not a key part');
  });
});

describe('items', () => {
  it('carry their owner in every key, the index keys included', () => {
    const item = itemOf('T#ten_a#', keys.person('per_1', 'Ana'), { id: 'per_1' });
    expect(item).toEqual({
      id: 'per_1',
      pk: 'T#ten_a#PERSON#per_1',
      sk: 'A',
      gsi1pk: 'T#ten_a#PEOPLE',
      gsi1sk: 'Ana#per_1',
    });
  });

  it('are not read when they belong to somebody else', () => {
    const foreign = itemOf('T#ten_b#', keys.personById('per_1'), {});
    expect(() => stripped('T#ten_a#', foreign)).toThrow('belongs to its owner');
  });
});
