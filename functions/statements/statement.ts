/**
 * A payee's statement of one period: its lines add up to its components, and those to its total.
 *
 *   Commission     Σ of its lines      24,500.00
 *   Quota bonus    Σ of its lines       5,000.00
 *   total                              29,500.00
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { DealId, PeriodId, PersonId, PlanId, RunId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { fraction, toDecimal } from '../../shared/kernel/rational.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';
import type { PayeeResult } from '../runs/calculate.ts';
import type { Manifest } from '../runs/manifest.ts';
import type { Run } from '../runs/run.ts';

/** A line is known by its place: 1 is the first. */
export const StatementLine = z.object({
  line: z.int().positive(),
  plan: PlanId,
  planVersion: z.int(),
  component: z.string(),
  componentName: z.string(),
  deal: DealId,
  credit: z.string(),
  day: Day,
  creditedMinor: Minor,
  creditedAfterMinor: Minor,
  amountMinor: Minor,
});

export const StatementComponent = z.object({
  plan: PlanId,
  planVersion: z.int(),
  component: z.string(),
  name: z.string(),
  creditedMinor: Minor,
  quotaMinor: Minor.optional(),
  /** Credited over quota as a decimal: '1.15' is 115 %. */
  attainment: z.string().optional(),
  amountMinor: Minor,
});

export const Statement = z.object({
  person: PersonId,
  name: z.string(),
  period: PeriodId,
  from: Day,
  to: Day,
  currency: Currency,
  status: z.enum(['preview', 'published']),
  run: RunId,
  calculatedAt: Instant.optional(),
  components: z.array(StatementComponent),
  lines: z.array(StatementLine),
  totalMinor: Minor,
  /** Why nothing is paid for now. */
  hold: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type Statement = z.output<typeof Statement>;

const ATTAINMENT_PLACES = 6;

export function statementOf(run: Run, manifest: Manifest, result: PayeeResult): Statement {
  const { period, currency, org } = manifest;
  return {
    person: result.payee,
    name: org.people[result.payee]?.name ?? result.payee,
    period: period.id,
    from: period.from,
    to: period.to,
    currency,
    status: run.summary.kind === 'final' ? 'published' : 'preview',
    run: run.id,
    ...(run.finishedAt && { calculatedAt: run.finishedAt }),
    components: result.components.map(({ quotaMinor, ...component }) => ({
      ...component,
      name: componentOf(manifest, component).name,
      ...(quotaMinor && {
        quotaMinor,
        attainment: toDecimal(fraction(component.creditedMinor, quotaMinor), ATTAINMENT_PLACES),
      }),
    })),
    lines: result.lines.map(({ creditedBeforeMinor: _before, ...line }, n) => ({
      ...line,
      line: n + 1,
      componentName: componentOf(manifest, line).name,
    })),
    totalMinor: result.totalMinor,
    ...(result.hold && { hold: result.hold }),
  };
}

type Paying = { readonly plan: PlanId; readonly planVersion: number; readonly component: string };

/** The component that paid, as it was when the run was pinned. */
export function componentOf({ plans }: Pick<Manifest, 'plans'>, { plan, planVersion, component }: Paying) {
  const version = plans.find((candidate) => candidate.plan === plan && candidate.version === planVersion);
  const found = version?.components.find(({ id }) => id === component);
  assert(found, `the manifest holds the component of every line: ${plan} ${component}`);
  return found;
}
