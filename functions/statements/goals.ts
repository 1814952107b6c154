/**
 * Line of sight: what a payee earned by the goal that it serves, and the deals that drove it.
 *
 *   New business    two deals: 1,000.00 + 4,500.00       5,500.00
 *   no goal         a recorded score, of no deal         2,960.00
 *   total                                                8,460.00
 */
import * as z from 'zod';
import { DealId, PeriodId, PersonId, PlanId, RunId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import type { PayeeResult } from '../runs/calculate.ts';
import { componentOf, type Pinned } from './statement.ts';

const DealServed = z.object({
  deal: DealId,
  amountMinor: Minor,
  /** The lines of the statement, by number. */
  lines: z.array(z.int().positive()),
});

const GoalServed = z.object({
  /** Absent for components that name none. */
  goal: z.string().optional(),
  components: z.array(z.object({ plan: PlanId, component: z.string() })),
  deals: z.array(DealServed),
  /** What follows from no deal, such as a recorded score. */
  withoutDealMinor: Minor,
  amountMinor: Minor,
});
export type GoalServed = z.output<typeof GoalServed>;

export const Goals = z.object({
  person: PersonId,
  period: PeriodId,
  run: RunId,
  currency: Currency,
  goals: z.array(GoalServed),
  /** What the goals add up to: all that was earned. */
  totalMinor: Minor,
});

type Result = Pick<PayeeResult, 'lines' | 'components'>;
type Line = PayeeResult['lines'][number] & { readonly line: number };

/** Goals in the order of the plans' components, deals in that of the lines; a line is in exactly one goal. */
export function goalsOf(manifest: Pinned, { lines, components }: Result): GoalServed[] {
  const goalOf = (paid: Parameters<typeof componentOf>[1]) => componentOf(manifest, paid).goal;
  const numbered = lines.map((line, n) => ({ ...line, line: n + 1 }));
  const paying = Map.groupBy(components, goalOf);
  const paid = Map.groupBy(numbered, goalOf);
  return [...paying].map(([goal, of]) => ({
    ...(goal !== undefined && { goal }),
    components: of.map(({ plan, component }) => ({ plan, component })),
    ...served(paid.get(goal) ?? []),
  }));
}

function served(lines: readonly Line[]): Pick<GoalServed, 'deals' | 'withoutDealMinor' | 'amountMinor'> {
  const byDeal = [...Map.groupBy(lines, ({ deal }) => deal)];
  const deals = byDeal.flatMap(([deal, of]) => {
    return deal ? [{ deal, amountMinor: paidBy(of), lines: of.map(({ line }) => line) }] : [];
  });
  const withoutDeal = lines.filter(({ deal }) => deal === undefined);
  return { deals, withoutDealMinor: paidBy(withoutDeal), amountMinor: paidBy(lines) };
}

const paidBy = (lines: readonly Line[]) => lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
