/** What a record of the table's stream announces: the facts of the new image that the old one had not. */
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { Instant } from '../kernel/time.ts';
import { type Envelope, Envelope as EnvelopeSchema } from './catalog.ts';
import { type Image, plain, tenantOf } from './image.ts';

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
  const known = knownTo(before);
  const fresh = factsOf(after).filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return [];
  const tenant = tenantOf(after);
  const cell = after['cell']?.S;
  return fresh.map((fact) => ({ envelope: EnvelopeSchema.parse({ ...fact, tenant }), cell }));
}

function factsOf(image: Image | undefined): z.output<typeof Fact>[] {
  return image?.['facts'] ? z.array(Fact).parse(plain(image['facts'])) : [];
}

/** What cannot be read of the image before is no reason not to read what is new. */
function knownTo(before: Image | undefined): ReadonlySet<unknown> {
  const facts = before?.['facts']?.L ?? [];
  return new Set(facts.map((fact) => fact.M?.['id']?.S));
}
