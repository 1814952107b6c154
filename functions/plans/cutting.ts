/**
 * Cuts the lines of a payee down to the caps of their plan, each as far as it reaches, and says what was left out.
 *
 *   a cap of 10,000 in a year     January 6,000 → 6,000     February 6,000 → 4,000, and 2,000 are left out
 *                                 March opens at 12,000     −3,000 → −1,000
 */
import type { Currency, Minor } from '../../shared/kernel/money.ts';
import { type Cap, capsInOrder, capWords, isCapped, limitOf } from './caps.ts';
import type { Step as Explained } from './components/index.ts';
import type { Counted } from './counted.ts';
import type { ComponentTotal, EarningsInput, Line } from './earnings.ts';
import type { Steps } from './steps.ts';
import { amount } from './words.ts';

/** What a cap takes off a line, or gives back to it since a reversal has made room. */
export type Cut = { readonly cap: Cap; readonly byMinor: Minor };
type Walked = { readonly lines: Line[]; readonly total: ComponentTotal };
type Totals = Map<string, Minor>;

/** No measure is called so: it has a space. */
const CAP = 'cap ';
export const isOfCaps = (measure: string): boolean => measure.startsWith(CAP);
/** Caps of a year go on, whatever attainment does. */
export const ofCaps = (reached: Readonly<Record<string, Minor>> = {}): Record<string, Minor> =>
  Object.fromEntries(Object.entries(reached).filter(([name]) => isOfCaps(name)));

export function cutDown(
  walks: readonly Walked[],
  { policies, opening, participation }: EarningsInput,
  steps: Steps,
): { walks: readonly Walked[]; closing: Record<string, Minor> } {
  if (!policies?.caps) return { walks, closing: {} };
  const caps = capsInOrder(policies.caps).map((cap) => ({ cap, limit: limitOf(cap, participation) }));
  const totals: Totals = new Map(Object.entries(ofCaps(opening)));
  const credits = new Map(steps.map(({ credit }, n) => [credit.id, { credit, n }]));
  const placeOf = ({ credit }: Line) => (credit === undefined ? -1 : (credits.get(credit)?.n ?? -1));
  const inOrder = walks.flatMap(({ lines }) => lines).sort((a, b) => placeOf(a) - placeOf(b));
  const after = new Map(
    inOrder.map((line) => [line, cutLine(line, credits.get(line.credit ?? '')?.credit, caps, totals)]),
  );
  return {
    walks: walks.map((walk) => withCuts(walk, after)),
    closing: Object.fromEntries([...totals].filter(([name]) => name.startsWith(`${CAP}year `))),
  };
}

/** What caps take off a line, as steps of its explanation. */
export function cutSteps({ cut = [] }: Line, currency: Currency): Explained[] {
  return cut.map(({ cap, byMinor }) => {
    const name = `The cap of ${capWords(cap, currency)} on the ${cap.scope}`;
    const text =
      byMinor < 0n
        ? `${name} leaves out ${amount(-byMinor, currency)}`
        : `${name} has room again for ${amount(byMinor, currency)} that it left out`;
    return { text, amountMinor: byMinor };
  });
}

type Limited = { readonly cap: Cap; readonly limit: Minor };

function cutLine(line: Line, credit: Counted | undefined, caps: readonly Limited[], totals: Totals): Line {
  const cut: Cut[] = [];
  let amountMinor = line.amountMinor;
  for (const { cap, limit } of caps) {
    const name = nameOf(cap, line, credit);
    if (name === undefined) continue;
    const before = totals.get(name) ?? 0n;
    const after = before + amountMinor;
    totals.set(name, after);
    const byMinor = paidOf(cap, limit, after) - paidOf(cap, limit, before) - amountMinor;
    if (byMinor !== 0n) cut.push({ cap, byMinor });
    amountMinor += byMinor;
  }
  return cut.length > 0 ? { ...line, amountMinor, cut } : line;
}

/**
 * What of a total is paid. What a deal or a line of an earlier period is taken back is not more than it was paid;
 * of a component or a plan, what is owed stays owed.
 */
function paidOf({ scope }: Cap, limit: Minor, total: Minor): Minor {
  if (total > limit) return limit;
  const isOfDeal = scope === 'line' || scope === 'deal';
  return isOfDeal && total < -limit ? -limit : total;
}

/** What adds up to one total under a cap; nothing for what the cap is not about. */
function nameOf(cap: Cap, { component, deal }: Line, credit: Counted | undefined): string | undefined {
  if (!isCapped(cap, component)) return undefined;
  const of = `${CAP}${cap.over} ${cap.scope} ${cap.components?.join() ?? ''}`;
  switch (cap.scope) {
    case 'line':
      return `${of} ${component} ${credit?.reverses ?? credit?.id ?? ''}`;
    case 'deal':
      return deal && `${of} ${deal}`;
    case 'component':
      return `${of} ${component}`;
    case 'plan':
      return of;
  }
}

function withCuts({ lines, total }: Walked, after: ReadonlyMap<Line, Line>): Walked {
  const all = lines.map((line) => after.get(line) ?? line);
  const byMinor = all.flatMap(({ cut = [] }) => cut).reduce((sum, each) => sum + each.byMinor, 0n);
  const leftOutMinor = (total.leftOutMinor ?? 0n) - byMinor;
  const { leftOutMinor: _, ...rest } = total;
  const left = leftOutMinor > 0n && { leftOutMinor };
  return { lines: all, total: { ...rest, amountMinor: total.amountMinor + byMinor, ...left } };
}
