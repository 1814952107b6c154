/** What a record of the table's stream announces: the facts of the new image that the old one had not. */
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { assert } from '../kernel/assert.ts';
import { TenantId } from '../kernel/ids.ts';
import { Instant } from '../kernel/time.ts';
import { type Envelope, Envelope as EnvelopeSchema } from './catalog.ts';

export type Announcement = {
  readonly envelope: Envelope;
  /** The cell whose bus is to hear it, where the item names one. */
  readonly cell: string | undefined;
};

const Fact = z.object({
  id: z.string(),
  type: z.string(),
  at: Instant,
  data: z.record(z.string(), z.unknown()),
});

/** A removed item, by TTL or by hand, announces nothing. Throws for an item that says no tenant. */
export function newFacts({ dynamodb }: DynamoDBRecord): Announcement[] {
  const { NewImage: after, OldImage: before } = dynamodb ?? {};
  if (!after?.['facts']) return [];
  const known = new Set(factsOf(before).map(({ id }) => id));
  const fresh = factsOf(after).filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return [];
  const tenant = tenantOf(after);
  const cell = after['cell']?.S;
  return fresh.map((fact) => ({ envelope: EnvelopeSchema.parse({ ...fact, tenant }), cell }));
}

/** The owner stands in front of the key; items of the directory belong to the plane and name the tenant. */
function tenantOf(image: Image): TenantId {
  const [owner, tenant] = image['pk']?.S?.split('#') ?? [];
  assert(owner === 'T' || owner === 'C', 'every item has an owner');
  return TenantId.parse(owner === 'T' ? tenant : image['tenant']?.S);
}

type Image = Readonly<Record<string, AttributeValue>>;

function factsOf(image: Image | undefined): z.output<typeof Fact>[] {
  return image?.['facts'] ? z.array(Fact).parse(plain(image['facts'])) : [];
}

/** A value of the stream as JSON has it. Facts are pointers: they hold no bytes and no sets. */
function plain(value: AttributeValue): unknown {
  if (value.M)
    return Object.fromEntries(Object.entries(value.M).map(([name, inner]) => [name, plain(inner)]));
  if (value.L) return value.L.map(plain);
  if (value.N !== undefined) return Number(value.N);
  return value.NULL ? null : (value.S ?? value.BOOL);
}
