import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { newFacts } from '../../shared/events/new-facts.ts';

const TENANT = `ten_${'a'.repeat(26)}`;
const AT = '2026-03-10T12:00:00.000Z';
type Image = Record<string, AttributeValue>;

const stored = (id: string): AttributeValue => ({
  M: {
    id: { S: id },
    type: { S: 'deal.changed' },
    at: { S: AT },
    data: {
      M: {
        deal: { S: 'dea_1' },
        n: { N: '7' },
        yes: { BOOL: true },
        none: { NULL: true },
        list: { L: [{ S: 'x' }] },
      },
    },
  },
});
const image = (ids: string[], more: Image = {}): Image => ({
  pk: { S: `T#${TENANT}#DEAL#dea_1` },
  sk: { S: 'A' },
  ...more,
  ...(ids.length > 0 && { facts: { L: ids.map(stored) } }),
});
const record = (after?: Image, before?: Image): DynamoDBRecord => ({
  dynamodb: { ...(after && { NewImage: after }), ...(before && { OldImage: before }) },
});

describe('a record of the stream', () => {
  it('announces the facts of a new item, with the tenant of its key', () => {
    expect(newFacts(record(image(['evt_1'])))).toEqual([
      {
        cell: undefined,
        envelope: {
          id: 'evt_1',
          type: 'deal.changed',
          tenant: TENANT,
          at: AT,
          data: { deal: 'dea_1', n: 7, yes: true, none: null, list: ['x'] },
        },
      },
    ]);
  });

  it('announces only facts that the item did not hold before', () => {
    const ids = newFacts(record(image(['evt_1', 'evt_2']), image(['evt_1']))).map(
      ({ envelope }) => envelope.id,
    );
    expect(ids).toEqual(['evt_2']);
    expect(newFacts(record(image(['evt_1']), image(['evt_1'])))).toEqual([]);
  });

  it('announces what is new although what was there before cannot be read', () => {
    const poisoned = image([], { facts: { L: [{ M: { id: { S: 'evt_1' }, type: { N: '1' } } }] } });
    expect(newFacts(record(image(['evt_2']), poisoned))).toHaveLength(1);
    expect(newFacts(record(image(['evt_1']), poisoned))).toEqual([]);
  });

  it('announces nothing when an item goes, by hand or by time to live', () => {
    expect(newFacts(record(undefined, image(['evt_1'])))).toEqual([]);
    expect(newFacts(record(image([])))).toEqual([]);
  });

  it('of the registry takes tenant and cell from the item', () => {
    const registry = image(['evt_1'], { pk: { S: 'C#TENANTS' }, tenant: { S: TENANT }, cell: { S: 'acme' } });
    expect(newFacts(record(registry))).toMatchObject([{ cell: 'acme', envelope: { tenant: TENANT } }]);
  });

  it.each([
    [{ pk: { S: 'C#TENANTS' } }],
    [{ pk: { S: 'X#ten_1#DEAL' } }],
    [{ pk: { S: 'T#ten_short#DEAL' } }],
  ])('that says no tenant is an accident, not silence: %j', (more) => {
    expect(() => newFacts(record(image(['evt_1'], more)))).toThrow();
  });
});
