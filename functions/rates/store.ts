/** Rates in the table: those from one currency in one year lie packed together. */
import * as z from 'zod';
import { unavailable } from '../../shared/kernel/refusal.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { pack, Piece, unpack } from '../../shared/table/packed.ts';
import { revised } from '../../shared/table/revised.ts';
import type { CurrencyRate } from './rate.ts';
import { noRates, type Rates, type Saved, withRates, YearOfRates, yearOf } from './rates.ts';

/** Daily rates to some 150 currencies fill one piece; all pieces of a year carry its version. */
const RatePiece = Piece.extend({ version: z.int() });
type RatePiece = z.output<typeof RatePiece>;

const READS = 5;

/** The rates from a currency in these years: one read a year. */
export async function ratesOf(table: Table, from: Currency, years: readonly string[]): Promise<Rates> {
  const found = await Promise.all([...new Set(years)].map((year) => ratesIn(table, year, from)));
  return { [from]: Object.assign({}, ...found.map(({ days }) => days)) as YearOfRates['days'] };
}

/** What a currency was worth in others in one year. Reads again where somebody is just writing. */
export async function ratesIn(table: Table, year: string, from: Currency): Promise<YearOfRates> {
  for (let attempt = 1; attempt <= READS; attempt += 1) {
    const found = await table.all(places.rates(year), RatePiece, { prefix: `${from}#` });
    const pieces = found.slice(0, found[0]?.of ?? 0);
    if (pieces.length === 0) return noRates;
    if (isWhole(pieces)) return unpack(pieces, YearOfRates);
  }
  throw unavailable();
}

/** Saves one rate; `guard` sees what it takes the place of, and may refuse. */
export async function saveRate(
  table: Table,
  rate: CurrencyRate,
  guard: (saved: Saved) => void = () => undefined,
): Promise<void> {
  await saveYear(table, yearOf(rate.day), rate.from, [rate], ([saved]) => saved && guard(saved));
}

/**
 * Saves any number of rates: of each currency and year, one read and one write, or none where all are there
 * already. Answers in the order of the rates what became of each.
 */
export async function saveRates(table: Table, rates: readonly CurrencyRate[]): Promise<Saved[]> {
  const numbered = rates.map((rate, n) => ({ rate, n }));
  const groups = Map.groupBy(numbered, ({ rate }) => `${yearOf(rate.day)} ${rate.from}`);
  const saved: Saved[] = [];
  for (const group of groups.values()) {
    const [{ rate: first } = { rate: undefined }] = group;
    if (!first) continue;
    const said = group.map(({ rate }) => rate);
    const became = await saveYear(table, yearOf(first.day), first.from, said);
    for (const [at, { n }] of group.entries()) saved[n] = became[at] ?? { is: 'same' };
  }
  return saved;
}

async function saveYear(
  table: Table,
  year: string,
  from: Currency,
  said: readonly CurrencyRate[],
  guard: (saved: readonly Saved[]) => void = () => undefined,
): Promise<Saved[]> {
  let saved: Saved[] = [];
  const next = (before: YearOfRates) => {
    const after = withRates(before, said);
    guard(after.saved);
    saved = after.saved;
    return after.year;
  };
  const write = (before: YearOfRates, after: YearOfRates) => writeYear(table, { year, from, before, after });
  await revised(() => ratesIn(table, year, from), next, write);
  return saved;
}

type Change = {
  readonly year: string;
  readonly from: Currency;
  readonly before: YearOfRates;
  readonly after: YearOfRates;
};

/** The first piece decides for all: whoever writes, writes it. */
async function writeYear(table: Table, { year, from, before, after }: Change): Promise<void> {
  const condition = before.version === 0 ? { ifAbsent: true as const } : { ifVersion: before.version };
  const writes = pack(after).map((piece, n) => ({
    put: keys.rates(year, from, n + 1),
    value: { ...piece, version: after.version },
    options: n === 0 ? condition : {},
  }));
  const [only, ...more] = writes;
  if (only && more.length === 0) return table.put(only.put, only.value, only.options);
  return table.transact(writes);
}

/** Of one write, and all of it. */
function isWhole(pieces: readonly RatePiece[]): boolean {
  return pieces.every(({ of, version }) => of === pieces.length && version === pieces[0]?.version);
}
