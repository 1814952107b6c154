/**
 * A change of a deal in few bytes, since every further change writes the whole deal again, and a write
 * costs one unit a kilobyte: a deal that is created, amended and won stays below one.
 *
 *   [occurred ms, received ms, dedupe in base 64, event, {a: amount, c: currency, …}]
 */
import { epochMs, instantOf } from '../../shared/kernel/time.ts';
import type { DealChange, WebhookChange } from './deal.ts';

const SHORT = {
  v: 'version',
  a: 'amountMinor',
  c: 'currency',
  g: 'stage',
  s: 'status',
  d: 'closeDate',
  w: 'ownerRef',
  o: 'owner',
  p: 'splits',
  y: 'overlays',
  b: 'about',
  u: 'units',
  k: 'costMinor',
  t: 'discount',
  i: 'invoicedMinor',
  l: 'collectedMinor',
} as const satisfies Record<string, keyof DealChange>;

/** The id stands in the name of the attribute, the connector in the deal. */
export function compact(change: WebhookChange): string {
  const { occurredAt, event, inbox } = change;
  const rest = Object.entries(SHORT).map(([short, name]) => [short, change[name]] as const);
  const said = Object.fromEntries(rest.filter(([, value]) => value !== undefined));
  const dedupe = Buffer.from(inbox.dedupe, 'hex').toString('base64url');
  return JSON.stringify(
    [epochMs(occurredAt), epochMs(inbox.receivedAt), dedupe, event, said],
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  );
}

/** As `DealChange` reads it. */
export function expand(id: string, connector: string, text: string): Record<string, unknown> {
  const [occurredMs, receivedMs, dedupe, event, said] = JSON.parse(text) as Compacted;
  const occurredAt = instantOf(occurredMs);
  const rest = Object.entries(SHORT).map(([short, name]) => [name, said[short]] as const);
  return {
    id,
    event,
    occurredAt,
    inbox: {
      connector,
      // The inbox files a webhook under the day its payload says.
      day: occurredAt.slice(0, 10),
      dedupe: Buffer.from(dedupe, 'base64url').toString('hex'),
      receivedAt: instantOf(receivedMs),
    },
    ...Object.fromEntries(rest.filter(([, value]) => value !== undefined)),
  };
}

type Compacted = [number, number, string, string, Readonly<Record<string, unknown>>];
