/**
 * A deal is the set of what was ever said about it; its state follows from the set, whatever the order
 * in which its parts came. What happened later counts; within a moment, the CRM's own version decides.
 */
import * as z from 'zod';
import { DealEvent } from '../crm/normal-form.ts';
import { Pointer } from '../crm/inbox.ts';
import { ConnectorId, DealId, derivedId, PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { Decimal } from '../../shared/kernel/rational.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';
import { Share } from '../crm/share.ts';
import { About, aboutAfter, nothing } from './about.ts';
import { Override } from './override.ts';

const Split = z.object({ ownerRef: z.string(), share: Share, person: PersonId });

/** A row of an imported file. */
const FileRow = z.object({ import: z.string(), line: z.int(), at: Instant });

/** One thing that was said about a deal, where it was said, and whom its owner references named then. */
export const DealChange = DealEvent.omit({ recordId: true }).extend({
  id: z.string(),
  /** The webhook that said it, or the row; neither of an override. */
  inbox: Pointer.extend({ receivedAt: Instant }).optional(),
  row: FileRow.optional(),
  owner: PersonId.nullable().optional(),
  splits: z.array(Split).nullable().optional(),
  overlays: z.array(Split).nullable().optional(),
  /** What the company says itself, above its CRM; null releases it. */
  override: Override.nullable().optional(),
});
export type DealChange = z.output<typeof DealChange>;
export type WebhookChange = DealChange & { readonly inbox: NonNullable<DealChange['inbox']> };

export const Deal = z.object({
  id: DealId,
  connector: ConnectorId,
  recordId: z.string(),
  /** Grows with every change of what follows. */
  revision: z.int(),
  changes: z.array(DealChange),
  /** Changes that came too late, with the reason: they lie in quarantine and count for nothing. */
  held: z.record(z.string(), z.string()),
  /** Periods in which its credits changed after they were closed, and those in which that was counted last. */
  late: z.record(z.string(), z.string()).optional(),
  /** What its currency was worth when it was first credited, by currency and day. */
  worths: z.record(z.string(), Decimal).optional(),
});
export type Deal = z.output<typeof Deal>;

export const DealState = z.object({
  status: z.enum(['open', 'won', 'lost', 'deleted']),
  amountMinor: Minor.nullable(),
  currency: z.string().nullable(),
  stage: z.string().nullable(),
  closeDate: Day.nullable(),
  ownerRef: z.string().nullable(),
  owner: PersonId.nullable(),
  splits: z.array(Split).nullable(),
  /** Who is credited on top. */
  overlays: z.array(Split).nullable(),
  about: About,
  units: Minor.nullable().meta({ description: 'whole units as digits' }),
  costMinor: Minor.nullable(),
  discount: z.string().nullable(),
  /** To date. */
  invoicedMinor: Minor.nullable(),
  collectedMinor: Minor.nullable(),
  /** Whose it is by the word of the company, whatever its CRM says. */
  override: Override.nullable(),
});
export type DealState = z.output<typeof DealState>;

/** What is known of a deal before anything was said. */
export const unknown: DealState = {
  status: 'open',
  amountMinor: null,
  currency: null,
  stage: null,
  closeDate: null,
  ownerRef: null,
  owner: null,
  splits: null,
  overlays: null,
  about: nothing,
  units: null,
  costMinor: null,
  discount: null,
  invoicedMinor: null,
  collectedMinor: null,
  override: null,
};

export function dealIdOf(connector: ConnectorId, recordId: string): DealId {
  return DealId.parse(derivedId('dea', connector, recordId));
}

export function isByWebhook(change: DealChange): change is WebhookChange {
  return change.inbox !== undefined;
}

/** When the platform heard of it. */
export function arrivalOf({ inbox, row, occurredAt }: DealChange): Instant {
  return inbox?.receivedAt ?? row?.at ?? occurredAt;
}

/** A webhook makes one change, however often it is delivered or replayed. */
export function changeIdOf({ connector, dedupe }: Pick<Pointer, 'connector' | 'dedupe'>): string {
  return derivedId('chg', connector, dedupe);
}

export function countedChanges({ changes, held }: Deal): DealChange[] {
  return changes.filter(({ id }) => !Object.hasOwn(held, id));
}

/** The state that changes come to, in any order and however often each is there. */
export function fold(changes: readonly DealChange[]): DealState {
  return inOrder(changes).reduce(after, unknown);
}

/** Each once, as they happened. */
export function inOrder(changes: readonly DealChange[]): DealChange[] {
  const once = new Map(changes.map((change) => [change.id, change]));
  return [...once.values()].sort(
    (a, b) =>
      byText(a.occurredAt, b.occurredAt) || byVersion(a.version ?? '', b.version ?? '') || byText(a.id, b.id),
  );
}

/** A field that is missing did not change; null clears it. */
export function after(state: DealState, change: DealChange): DealState {
  const { status, currency, ownerRef, owner, about } = change;
  return {
    status: status ?? state.status,
    currency: currency ?? state.currency,
    owner: ownerRef === undefined ? state.owner : (owner ?? null),
    about: aboutAfter(state.about, about),
    ownerRef: said(ownerRef, state.ownerRef),
    amountMinor: said(change.amountMinor, state.amountMinor),
    stage: said(change.stage, state.stage),
    closeDate: said(change.closeDate, state.closeDate),
    splits: said(change.splits, state.splits),
    overlays: said(change.overlays, state.overlays),
    units: said(change.units, state.units),
    costMinor: said(change.costMinor, state.costMinor),
    discount: said(change.discount, state.discount),
    invoicedMinor: said(change.invoicedMinor, state.invoicedMinor),
    collectedMinor: said(change.collectedMinor, state.collectedMinor),
    override: said(change.override, state.override),
  };
}

function said<T>(value: T | undefined, before: T): T {
  return value === undefined ? before : value;
}

/** Whole numbers by size, before all others, which go by their letters: '9' < '10' < 'a'. */
function byVersion(a: string, b: string): number {
  const [n, m] = [a, b].map((text) => (/^\d+$/.test(text) ? BigInt(text) : undefined));
  if (n !== undefined && m !== undefined) return n === m ? byText(a, b) : n < m ? -1 : 1;
  if (n === undefined && m === undefined) return byText(a, b);
  return n === undefined ? 1 : -1;
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
