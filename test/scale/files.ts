/** The files that a company of the quarter's workload brings: people, lines, quotas, enrolments and its deals. */
import type { Bringing } from '../../infra/cli/bring.ts';
import type { Json } from '../../infra/cli/client.ts';
import type { Workload } from '../bench/workload.ts';

export const LEVELS = ['Sellers', 'Managers', 'Directors'] as const;
export const FIRST = '2026-01-01';
const DEALS_A_FILE = 250_000;
const CSV = { format: 'csv', csv: { delimiter: ';', header: true } };

/** Half the base rate up to half the quota, then all of it, and half of it more with every half above. */
const bands = [
  { from: '0', to: '0.5', rate: '0.5' },
  { from: '0.5', to: '1', rate: '1' },
  { from: '1', to: '1.5', rate: '1.5' },
  { from: '1.5', to: null, rate: '2' },
];

export function planFor(name: string): Json {
  const commission = { id: 'commission', name: 'Commission', kind: 'rate-table', mode: 'marginal' };
  return {
    name,
    currency: 'USD',
    period: 'quarter',
    measures: [{ id: 'bookings', credits: name === 'Sellers' ? 'direct' : 'rollUp' }],
    components: [{ ...commission, bands, times: { term: 'baseRate' } }],
  };
}

export function* staff(work: Workload): Generator<Bringing> {
  const everybody = Array.from({ length: work.payees }, (_, payee) => payee);
  yield file('people', 'people', ['externalId', 'name', 'email', 'ownerRefs'], everybody, (payee) => [
    `p${payee}`,
    nameOf(payee),
    `p${payee}@scale.example`,
    `p${payee}`,
  ]);
  const below = everybody.filter((payee) => (work.manager[payee] as number) >= 0);
  yield file('reporting lines', 'lines', ['person', 'manager', 'from'], below, (payee) => [
    `p${payee}`,
    `p${work.manager[payee]}`,
    FIRST,
  ]);
  yield file('quotas', 'quotas', ['person', 'period', 'amount', 'currency'], everybody, (payee) => [
    `p${payee}`,
    '2026-q1',
    amountOf(work.quota[payee] as number),
    'USD',
  ]);
  yield file('enrolments', 'enrolments', ['person', 'plan', 'from', 'terms.baseRate'], everybody, (payee) => [
    `p${payee}`,
    LEVELS[levelOf(work, payee)] as string,
    FIRST,
    `0.${String(work.rate[payee]).padStart(4, '0')}`,
  ]);
}

/** Credits of one deal stand below each other: one part, or two of 60 and 40. */
export function* deals(work: Workload, connector: string): Generator<Bringing> {
  const starts = [...work.part.keys()].filter((n) => work.part[n] === 0);
  const columns = ['recordId', 'day', 'amount', 'currency', 'status', 'ownerRef', 'splits'];
  for (let from = 0; from < starts.length; from += DEALS_A_FILE) {
    const name = `deals from ${from + 1} on`;
    const some = starts.slice(from, from + DEALS_A_FILE);
    yield { ...file(name, 'deals', columns, some, (n) => dealOf(work, n)), connector };
  }
}

function dealOf(work: Workload, n: number): string[] {
  const isShared = work.part[n + 1] === 1;
  const cents = (work.amount[n] as number) + (isShared ? (work.amount[n + 1] as number) : 0);
  const seller = `p${work.person[n]}`;
  const split = (share: string, who: number) => ({ ownerRef: `p${work.person[who]}`, share });
  const splits = isShared ? quoted(JSON.stringify([split('0.6', n), split('0.4', n + 1)])) : '';
  const day = new Date(Date.UTC(2026, 0, 1 + (work.day[n] as number))).toISOString().slice(0, 10);
  return [`D${work.deal[n]}`, day, amountOf(cents), 'USD', 'won', isShared ? '' : seller, splits];
}

export const nameOf = (payee: number) => `Payee ${payee}`;

function levelOf({ reps, managers }: Workload, payee: number): number {
  if (payee < reps) return 0;
  return payee < reps + managers ? 1 : 2;
}

function amountOf(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

function file(
  name: string,
  kind: string,
  columns: readonly string[],
  rows: readonly number[],
  cellsOf: (row: number) => readonly string[],
): Bringing {
  const lines = rows.map((row) => cellsOf(row).join(';'));
  const fields = Object.fromEntries(
    columns.map((column) => [column, { column, ...(column === 'ownerRefs' && { list: '|' }) }]),
  );
  return {
    name,
    mapping: { kind, ...CSV, fields },
    bytes: Buffer.from([columns.join(';'), ...lines].join('\n')),
  };
}
