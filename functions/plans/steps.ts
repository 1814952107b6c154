/**
 * The credits of a payee in the order that everybody walks them, each with what it adds to which measure.
 *
 *   credit             measure bookings     measure new-business
 *   a renewal  4,000        + 4,000                 –
 *   a new deal 9,000        + 9,000              + 9,000
 */
import type { Minor } from '../../shared/kernel/money.ts';
import { type Counted, inOrder } from './counted.ts';
import { countOf, type Measure } from './measure.ts';
import { creditedOf, cutWith, type Windfall } from './windfall.ts';

/** A credit of a team, and by which shares its members divide it on its day. */
export type TeamCredit = {
  readonly credit: Counted;
  readonly shares: readonly bigint[];
  readonly own: number;
  readonly group?: string | undefined;
};

/** Credits by the way that they came to the payee. */
export type Credits = {
  readonly direct: readonly Counted[];
  readonly rollUp: readonly Counted[];
  readonly overlay?: readonly Counted[];
  readonly team?: readonly TeamCredit[];
};

export type Step = {
  readonly credit: Counted;
  /** By measure; only those that count it. */
  readonly counts: Readonly<Record<string, Minor>>;
  /** What a windfall leaves uncredited, by measure. */
  readonly uncredited?: Readonly<Record<string, Minor>>;
  readonly among?: Omit<TeamCredit, 'credit'>;
};
export type Steps = readonly Step[];

export type Hold = { readonly hold: { readonly code: string; readonly message: string } };

export function stepsOf(measures: readonly Measure[], credits: Credits, windfall?: Windfall): Step[] | Hold {
  const steps = new Map<string, Step & { readonly counts: Record<string, Minor> }>();
  for (const measure of measures) {
    for (const { credit, among } of countable(measure, credits)) {
      const count = countOf(measure, credit);
      if (count === undefined) continue;
      if (typeof count === 'string') return unsaid(measure, credit, count);
      const key = keyOf(credit, among);
      const step = steps.get(key) ?? { credit, counts: {}, ...(among && { among }) };
      step.counts[measure.id] = count;
      steps.set(key, step);
    }
  }
  const ordered = [...steps.values()].sort((a, b) => inOrder(a.credit, b.credit));
  return windfall ? cut(windfall, measures, ordered) : ordered;
}

/** A credit may reach a payee twice: as one of their team, or in two parts that holdover divides. */
function keyOf({ id, isKept }: Counted, among: Step['among']): string {
  if (among) return `team ${id}`;
  return isKept ? `kept ${id}` : id;
}

/** Each deal is cut as a whole: what is credited of its total now, less what was before. */
function cut(windfall: Windfall, measures: readonly Measure[], steps: readonly Step[]): Step[] {
  const inMoney = measures.filter(({ counts }) => counts === 'amount').map(({ id }) => id);
  const totals = standing(windfall, inMoney, steps);
  return steps.map((step) => {
    const counts: Record<string, Minor> = { ...step.counts };
    const uncredited: Record<string, Minor> = {};
    for (const measure of inMoney) {
      const count = counts[measure];
      if (count === undefined) continue;
      const of = `${measure} ${cutWith(windfall, step.credit)}`;
      const before = totals.get(of) ?? 0n;
      totals.set(of, before + count);
      const credited = (total: Minor) => creditedOf(windfall, total, step.credit);
      const counted = credited(before + count) - credited(before);
      counts[measure] = counted;
      if (counted !== count) uncredited[measure] = count - counted;
    }
    return { ...step, counts, ...(Object.keys(uncredited).length > 0 && { uncredited }) };
  });
}

/** What stood when the period began, as far as it is taken back now: an amendment takes back all of a deal. */
function standing(windfall: Windfall, measures: readonly string[], steps: readonly Step[]) {
  const own = new Set(steps.map(({ credit }) => credit.id));
  const totals = new Map<string, Minor>();
  for (const { credit, counts } of steps) {
    if (credit.reverses === undefined || own.has(credit.reverses)) continue;
    for (const measure of measures) {
      const of = `${measure} ${cutWith(windfall, credit)}`;
      totals.set(of, (totals.get(of) ?? 0n) - (counts[measure] ?? 0n));
    }
  }
  return totals;
}

type Countable = Pick<Step, 'credit' | 'among'>;

function countable({ credits: which, clock }: Measure, credits: Credits): readonly Countable[] {
  const plain = (some: readonly Counted[] = []): Countable[] => some.map((credit) => ({ credit }));
  const ways: { readonly [W in Measure['credits']]: () => readonly Countable[] } = {
    direct: () => plain(credits.direct),
    rollUp: () => plain(credits.rollUp),
    both: () => [...plain(credits.direct), ...plain(credits.rollUp)],
    overlay: () => plain(credits.overlay),
    team: () => (credits.team ?? []).map(({ credit, ...among }) => ({ credit, among })),
  };
  return ways[which]().filter(({ credit }) => (credit.clock ?? 'booking') === clock);
}

function unsaid({ id, counts }: Measure, { deal }: Counted, what: string): Hold {
  const message = `The measure ${id} counts ${counts}, and deal ${deal} does not say its ${what}.`;
  return { hold: { code: `credit.no-${what}`, message } };
}
