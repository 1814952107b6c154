/**
 * A payee's statement of one period: its lines add up to its components, and those to its total.
 *
 *   Commission     Σ of its lines      24,500.00
 *   Quota bonus    Σ of its lines       5,000.00
 *   total                              29,500.00
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { PeriodId, PersonId, PlanId, RunId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { fraction, toDecimal } from '../../shared/kernel/rational.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';
import { Settlement } from '../ledger/settlement.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { type SheetHead, type SheetLine, settlementIn } from '../runs/sheet.ts';

/** A line is known by its place: 1 is the first. */
export const StatementLine = z.object({
  line: z.int().positive(),
  plan: PlanId,
  planVersion: z.int(),
  component: z.string(),
  componentName: z.string(),
  /** The first letters of the deal's id; the explanation has the whole. */
  dealRef: z.string(),
  day: Day,
  creditedMinor: Minor,
  amountMinor: Minor,
  /** The earlier period that the line corrects. */
  trueUpOf: PeriodId.optional(),
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
  /** What a cap has left out. */
  leftOutMinor: Minor.optional(),
  /** What was sold, and is not credited, since a deal was a windfall. */
  uncreditedMinor: Minor.optional(),
  trueUpOf: PeriodId.optional(),
});

export const Statement = z.object({
  person: PersonId,
  name: z.string(),
  period: PeriodId,
  from: Day,
  /** Null in a preview of a window that has no end yet. */
  to: Day.nullable(),
  currency: Currency,
  status: z.enum(['preview', 'published']),
  run: RunId,
  calculatedAt: Instant,
  components: z.array(StatementComponent),
  lines: z.array(StatementLine),
  totalMinor: Minor,
  /** From what is earned to what is paid. */
  settlement: Settlement.optional(),
  /** Why nothing is paid for now. */
  hold: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type Statement = z.output<typeof Statement>;

const ATTAINMENT_PLACES = 6;

type Asked = { readonly run: RunId; readonly status: Statement['status'] };

export function statementOf({ run, status }: Asked, head: SheetHead, lines: readonly SheetLine[]): Statement {
  const { payee, components, ...rest } = head;
  const settlement = settlementIn(head);
  return {
    ...rest,
    ...(settlement && { settlement }),
    person: payee,
    run,
    status,
    components: components.map(({ lines: _, quotaMinor, ...component }) => ({
      ...component,
      ...(quotaMinor && { quotaMinor, attainment: attainmentOf(component.creditedMinor, quotaMinor) }),
    })),
    lines: numbered(head, lines),
  };
}

/** Lines come in the order of the components; each knows how many are its own. */
function numbered({ components }: SheetHead, lines: readonly SheetLine[]): Statement['lines'] {
  const owners = components.flatMap((component) => Array.from({ length: component.lines }, () => component));
  return lines.map((line, n) => {
    const owner = owners[n];
    assert(owner, 'every line belongs to a component');
    const { plan, planVersion, component, name, trueUpOf } = owner;
    const of = { plan, planVersion, component, componentName: name, ...(trueUpOf && { trueUpOf }) };
    return { line: n + 1, ...of, ...line };
  });
}

function attainmentOf(creditedMinor: bigint, quotaMinor: bigint): string {
  return toDecimal(fraction(creditedMinor, quotaMinor), ATTAINMENT_PLACES).replace(/\.?0+$/, '');
}

/** The plans that a run was pinned with. */
export type Pinned = { readonly plans: readonly Pick<PlanVersion, 'plan' | 'version' | 'components'>[] };

type Paying = { readonly plan: PlanId; readonly planVersion: number; readonly component: string };

/** The component that paid, as it was when the run was pinned. */
export function componentOf({ plans }: Pinned, { plan, planVersion, component }: Paying) {
  const version = plans.find((candidate) => candidate.plan === plan && candidate.version === planVersion);
  const found = version?.components.find(({ id }) => id === component);
  assert(found, `the manifest holds the component of every line: ${plan} ${component}`);
  return found;
}
