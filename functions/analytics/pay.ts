/** What the published runs of some periods pay a person, by component, beside what they sold. */
import * as z from 'zod';
import { PeriodId, type PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import type { SheetHead } from '../runs/sheet.ts';

export const Pay = z.object({
  totalMinor: Minor,
  components: z.array(
    z.object({ plan: PlanId, component: z.string(), name: z.string(), amountMinor: Minor }),
  ),
  /** Whether all of the periods are published, only some of them, or none as yet. */
  status: z.enum(['published', 'partly', 'none']),
  /** Periods in which nothing is paid for now. */
  held: z.array(PeriodId),
});
export type Pay = z.output<typeof Pay>;

/** A pay period, and what its published run found for those whose statements the reader may see. */
export type PaidPeriod = {
  readonly period: PeriodId;
  readonly isPublished: boolean;
  readonly sees: (person: PersonId) => boolean;
  readonly heads: readonly SheetHead[];
};

export function payOf(person: PersonId, periods: readonly PaidPeriod[]): Pay {
  const heads = periods.flatMap(({ heads }) => heads.filter(({ payee }) => payee === person));
  const shown = periods.filter(({ isPublished, sees }) => isPublished && sees(person)).length;
  return {
    totalMinor: heads.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
    components: componentsOf(heads),
    status: shown === 0 ? 'none' : shown === periods.length ? 'published' : 'partly',
    held: heads.filter(({ hold }) => hold !== undefined).map(({ period }) => period),
  };
}

/** One for each component, whatever the versions of its plan, under its latest name. */
function componentsOf(heads: readonly SheetHead[]): Pay['components'] {
  const found = new Map<string, Pay['components'][number]>();
  for (const { plan, component, name, amountMinor } of heads.flatMap(({ components }) => components)) {
    const id = `${plan} ${component}`;
    const before = found.get(id)?.amountMinor ?? 0n;
    found.set(id, { plan, component, name, amountMinor: before + amountMinor });
  }
  return [...found.values()];
}
