/**
 * A deal that came in a file: one change, dated at the start of its day, without a webhook behind it. What
 * webhooks say of the same deal later in that day, or after it, is folded on top as with any other change.
 *
 *   line 7:  SO43659, won on 2011-05-31 for 20,565.62 by Tsvi  →  one change, one credit of 20,565.62
 *   line 8:  SO43660, open, expected on 2011-08-31             →  below all that webhooks ever say of it
 *
 * A file says what is so when it is read, so none of its changes is dated later than that. Of a deal that is
 * open its day is a hope and no event: it says what is so until a webhook has spoken.
 */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { ConnectorId, type DealId, derivedId, PersonId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { Day, Instant, startOfDay, TimeZone } from '../../shared/kernel/time.ts';
import { type Credit, creditIdOf, creditsOf } from './crediting.ts';
import { type Deal, DealChange, dealIdOf, inOrder } from './deal.ts';
import type { Entry } from './page.ts';
import { About, saysNothing } from './about.ts';
import { isSomething } from './parts.ts';

export const ImportedRow = z.object({
  /** Of the file, counted from 1. */
  line: z.int(),
  recordId: z.string(),
  day: Day,
  amountMinor: Minor,
  status: DealChange.shape.status.unwrap(),
  stage: z.string().optional(),
  ownerRef: z.string().optional(),
  /** Whom the reference named when the file was read. */
  owner: PersonId.optional(),
  splits: DealChange.shape.splits.unwrap().unwrap().optional(),
  overlays: DealChange.shape.overlays.unwrap().unwrap().optional(),
  about: About,
  units: Minor.optional(),
  costMinor: Minor.optional(),
  discount: z.string().optional(),
  invoicedMinor: Minor.optional(),
  collectedMinor: Minor.optional(),
});
export type ImportedRow = z.output<typeof ImportedRow>;

/** What all rows of a page have in common. */
export const ImportedFrom = z.object({
  import: z.string(),
  connector: ConnectorId,
  currency: Currency,
  zone: TimeZone,
  at: Instant,
});
export type ImportedFrom = z.output<typeof ImportedFrom>;

/** The first of all versions: within one moment, whatever a webhook says comes after it. */
const FIRST_VERSION = '0';

/** What a row says of a deal of which webhooks may have said something, `toldFrom` the first of it. */
export function changeOf(row: ImportedRow, from: ImportedFrom, toldFrom?: Instant): DealChange {
  const { line, recordId: _, day, about, owner, ...said } = row;
  const dated = earlier(startOf(day, from.zone), from.at);
  return {
    id: changeIdOfRow(row, from),
    event: 'imported',
    occurredAt: row.status === 'open' && toldFrom ? earlier(dated, toldFrom) : dated,
    version: FIRST_VERSION,
    currency: from.currency,
    closeDate: day,
    ...said,
    ...(!saysNothing(about) && { about }),
    ...(row.ownerRef !== undefined && { owner: owner ?? null }),
    row: { import: from.import, line, at: from.at },
  };
}

/** The deal as it is while no webhook has said anything of it. */
export function importedDeal(row: ImportedRow, from: ImportedFrom): Deal {
  const { connector } = from;
  const { recordId } = row;
  const id = dealIdOf(connector, recordId);
  return { id, connector, recordId, revision: 0, changes: [changeOf(row, from)], held: {} };
}

/** What a page says of it: less than any revision says that has webhooks in it. */
export function entryOf(row: ImportedRow, from: ImportedFrom): Entry {
  const deal = dealIdOf(from.connector, row.recordId);
  const change = changeIdOfRow(row, from);
  return { deal, version: 0, changes: [change], credits: creditsOfRow(deal, change, row, from) };
}

/** What crediting makes of its one change; said without it where one person has all, since rows are many. */
function creditsOfRow(deal: DealId, event: string, row: ImportedRow, from: ImportedFrom): Credit[] {
  const { status, owner: person, day, amountMinor, units, costMinor, discount, about } = row;
  if (status !== 'won') return [];
  if (isManifold(row)) return creditsOf(deal, [changeOf(row, from)], from.zone);
  if (!person || !isSomething(row)) return [];
  const credit: Credit = {
    id: creditIdOf(deal, event, person, 0),
    deal,
    event,
    person,
    part: 0,
    day,
    amountMinor,
  };
  if (units !== undefined) credit.units = units;
  if (costMinor !== undefined) credit.costMinor = costMinor;
  if (discount !== undefined) credit.discount = discount;
  if (!saysNothing(about)) credit.about = about;
  return [credit];
}

/** Of several people, or by several clocks. */
function isManifold({ splits, overlays, invoicedMinor, collectedMinor }: ImportedRow): boolean {
  return [splits, overlays, invoicedMinor, collectedMinor].some((said) => said !== undefined);
}

function changeIdOfRow({ line }: ImportedRow, from: ImportedFrom): string {
  return derivedId('chg', from.import, String(line));
}

/** What a row says of a deal, as it is written: whom its references name is another matter. */
export type Saying = Omit<ImportedRow, 'line' | 'recordId' | 'owner' | 'splits' | 'overlays'> & {
  readonly splits?: Sharing | undefined;
  readonly overlays?: Sharing | undefined;
};
type Sharing = readonly { readonly ownerRef: string; readonly share: string }[];

/** Whether two rows say the same of a deal: their lines, and who read them when, do not matter. */
export function saysTheSame(a: Saying, b: Saying): boolean {
  return textOf(a) === textOf(b);
}

/** Custom fields count by their names, in whichever order a file or a page has them. */
function textOf(saying: Saying): string {
  const { day, amountMinor, status, stage, ownerRef, splits, about, overlays, discount } = saying;
  const { units, costMinor, invoicedMinor, collectedMinor } = saying;
  const shares = (all: Sharing | undefined) => all?.map((each) => [each.ownerRef, each.share]) ?? null;
  const numbers = [units, costMinor, invoicedMinor, collectedMinor].map((n) =>
    n === undefined ? null : String(n),
  );
  const said = [day, String(amountMinor), status, stage ?? null, ownerRef ?? null, shares(splits), about];
  return canonical([...said, shares(overlays), discount ?? null, ...numbers]);
}

/** Rows that have one thing in common: who brought them, and when. */
export type ImportedPage = { readonly from: ImportedFrom; readonly rows: readonly ImportedRow[] };

/** What a file said of a deal. */
export type Said = { readonly row: ImportedRow; readonly from: ImportedFrom };
export type SaidById = ReadonlyMap<DealId, Said>;

/** Deals with what a file said of them before. */
export function merged(deals: readonly Deal[], imported: SaidById): Deal[] {
  return deals.map((deal) => {
    const known = imported.get(deal.id);
    if (!known) return deal;
    const [first] = inOrder(deal.changes);
    return { ...deal, changes: [changeOf(known.row, known.from, first?.occurredAt), ...deal.changes] };
  });
}

/** Asking for the start of a day takes longer than all else that is done with a row. */
const starts = new Map<string, Instant>();

function startOf(day: Day, zone: TimeZone): Instant {
  const name = `${day} ${zone}`;
  const start = starts.get(name) ?? startOfDay(day, zone);
  starts.set(name, start);
  return start;
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
