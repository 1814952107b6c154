/**
 * A webhook as it came. It is named after what it says, so that one delivered again is the same item:
 * the day comes from the payload's own time, the rest from the sender's id and the body.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { Instant, readInstant } from '../../shared/kernel/time.ts';
import { readLosslessly } from './lossless.ts';

/** The day of those that do not say when they happened. */
export const UNDATED = 'undated';

/** Where an item of the inbox lies. */
export const Pointer = z.object({
  connector: ConnectorId,
  day: z.string(),
  dedupe: z.string(),
});
export type Pointer = z.output<typeof Pointer>;

/** What the item says. Connector and day are said by where it lies: a kilobyte is a unit of writing. */
export const ReceivedItem = z.object({
  dedupe: z.string(),
  webhookId: z.string(),
  timestamp: z.string(),
  signature: z.string(),
  contentType: z.string(),
  /** Compressed, or the name of a blob that is. */
  body: z.object({ gz: z.instanceof(Uint8Array).optional(), blob: z.string().optional() }),
  /** Of the body as it came. */
  bytes: z.int(),
  /** Of the first delivery. */
  receivedAt: Instant,
  deliveries: z.int(),
  replays: z.int().default(0),
  status: z.literal('quarantined').optional(),
  reason: z.string().optional(),
  /** The reason in words; lists show it. */
  summary: z.string().optional(),
});
export type ReceivedItem = z.output<typeof ReceivedItem>;
export type Received = ReceivedItem & Pointer;

/** Why a webhook cannot be used: a stable code, and words for whoever has to mend it. */
export type Unusable = { readonly code: string; readonly message: string };

/** Names a webhook; undefined for a body that is not JSON. */
export function namedBy(webhookId: string, body: Uint8Array): { day: string; dedupe: string } | undefined {
  const read = readLosslessly(body);
  if (!read) return undefined;
  const dedupe = createHash('sha256').update(`${webhookId}\n`).update(body).digest('hex');
  return { day: dayOfPayload(read.json), dedupe };
}

/** One word of day and name, for paths. */
export const ItemId = z
  .string()
  .regex(/^(undated|\d{4}-\d{2}-\d{2})\.[0-9a-f]{64}$/, 'must be the id of a received webhook');

export function itemIdOf({ day, dedupe }: { day: string; dedupe: string }): string {
  return `${day}.${dedupe}`;
}

export function pointerTo(connector: ConnectorId, item: string): Pointer {
  const [day = '', dedupe = ''] = item.split('.');
  return { connector, day, dedupe };
}

function dayOfPayload(json: unknown): string {
  const { data } = z.object({ occurredAt: z.string().max(40) }).safeParse(json);
  const day = data && readInstant(data.occurredAt)?.slice(0, 10);
  return day && /^\d{4}-/.test(day) ? day : UNDATED;
}
