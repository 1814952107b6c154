/** An entry of the audit trail: who changed what, how, why, and in which request. */
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { type Image, keyIn, plain, tenantOf } from '../events/image.ts';
import { assert } from '../kernel/assert.ts';
import { Place } from '../kernel/chain.ts';
import { derivedId, TenantId } from '../kernel/ids.ts';
import { Instant, instantOf } from '../kernel/time.ts';
import { withoutSystem } from '../table/items.ts';
import { auditedAs, type Key } from '../table/keys.ts';
import { Piece, unpack } from '../table/packed.ts';
import { type Difference, difference } from './difference.ts';

/** Whose change it is when nobody asked for it. */
const NOBODY = 'schedule';
const Fields = z.record(z.string(), z.unknown());
type Fields = z.output<typeof Fields>;

export const Entry = z.object({
  id: z.string(),
  tenant: TenantId,
  at: Instant,
  clock: z.enum(['request', 'table']).meta({
    description: 'Which clock `at` is read from: that of the request, or that of the table where none asked.',
  }),
  noun: z.string().meta({ description: 'What was changed', examples: ['quota'] }),
  key: z.string().meta({ description: 'Which one: where it lies in the table' }),
  by: z.string().meta({ description: `A person, a machine's key, an operator, or '${NOBODY}'` }),
  request: z.string().optional(),
  address: z.string().optional(),
  why: z.string().optional(),
  before: Fields.optional().meta({ description: 'What is no longer so; absent for something new' }),
  after: Fields.optional().meta({ description: 'What is so now; absent for something removed' }),
});
export type Entry = z.output<typeof Entry>;

/** As it stands in the chain: sealed with others in a page. Fields of later versions stay with it. */
export const SealedEntry = Entry.extend({ page: z.int(), sealedAt: Instant, ...Place.shape }).loose();
export type SealedEntry = z.output<typeof SealedEntry>;

/** An entry, and where it belongs among others: by the table's clock, then by the stream's own order. */
export type Recorded = { readonly entry: Entry; readonly recordedAt: Instant; readonly sequence: string };

const Actor = z.object({
  by: z.string(),
  request: z.string(),
  address: z.string(),
  at: Instant,
  why: z.string().optional(),
});

/** Undefined for a record of something that is not audited. */
export function recorded({ eventID, dynamodb }: DynamoDBRecord): Recorded | undefined {
  const { NewImage: after, OldImage: before, SequenceNumber: sequence } = dynamodb ?? {};
  const image = after ?? before;
  if (!image) return undefined;
  const key = keyIn(image);
  const noun = auditedAs(key.pk);
  const changed = noun && difference(...sides(noun, key, [before, after]));
  if (!noun || !changed) return undefined;
  const seconds = dynamodb?.ApproximateCreationDateTime;
  assert(eventID && sequence && seconds, 'a record of a stream has a name, a place and a time');
  const recordedAt = instantOf(Math.floor(seconds * 1000));
  return { entry: entryOf(eventID, { noun, key, image, recordedAt, changed }), recordedAt, sequence };
}

type Found = {
  readonly noun: string;
  readonly key: Key;
  readonly image: Image;
  readonly recordedAt: Instant;
  readonly changed: Difference;
};

function entryOf(eventId: string, { noun, key, image, recordedAt, changed }: Found): Entry {
  const actor = image['actor'] && Actor.parse(plain(image['actor']));
  const { at, ...who } = actor ?? { at: recordedAt, by: NOBODY };
  return {
    id: derivedId('aud', eventId),
    tenant: tenantOf(image),
    at,
    clock: actor ? 'request' : 'table',
    noun,
    key: `${key.pk}/${key.sk}`,
    ...who,
    ...changed,
  };
}

/** Where not everything of a noun is worth an entry: which of its items, and which of their attributes. */
const ONLY: Readonly<Record<string, { readonly items?: RegExp; readonly attributes?: RegExp }>> = {
  tenant: { attributes: /^(?!prepared$)/ },
  webhook: { attributes: /^(status|reason|summary|quarantinedAt|replays)$/ },
  deal: { attributes: /^[ho]_/ },
  plan: { items: /^(HEAD|V#)/ },
  run: { items: /^A$/ },
};

function sides(noun: string, { sk }: Key, images: readonly (Image | undefined)[]) {
  const { items, attributes } = ONLY[noun] ?? {};
  if (items && !items.test(sk)) return [] as const;
  return images.map((image) => image && stateOf(image, attributes)) as [Fields?, Fields?];
}

function stateOf(image: Image, attributes: RegExp | undefined): Fields {
  const told = Object.entries(withoutSystem(image)).filter(([name]) => attributes?.test(name) ?? true);
  return opened(Object.fromEntries(told.map(([name, value]) => [name, plain(value)])));
}

/** Something packed says nothing until it is unpacked. */
function opened(state: Fields): Fields {
  const { data: piece, success } = Piece.safeParse(state);
  if (!success || piece.of !== 1) return state;
  const { of: _, ...rest } = state;
  return { ...rest, data: unpack([piece], z.unknown()) };
}
