/**
 * What one payee earns in a run: their credits, direct and rolled up, through each plan they are enrolled
 * in. A problem with one payee is a hold on that payee, with its reason; it never stops the others.
 */
import * as z from 'zod';
import { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { covers } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/crediting.ts';
import { managersOn } from '../people/org.ts';
import { ComponentTotal, earnings, Line } from '../plans/earnings.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { type Inputs, isPaidBy } from './manifest.ts';

export const PaidLine = Line.extend({ plan: PlanId, planVersion: z.int() });
export const PayeeResult = z.object({
  payee: PersonId,
  lines: z.array(PaidLine),
  components: z.array(ComponentTotal.extend({ plan: PlanId, planVersion: z.int() })),
  totalMinor: Minor,
  hold: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type PayeeResult = z.output<typeof PayeeResult>;

/** The credits that reach each payee, by way of what: their own sales, or those below them. */
export type Reaching = { readonly direct: Credit[]; readonly rollUp: Credit[] };

/**
 * Sends every credit to the person it belongs to and up the reporting line of its day. A manager of two
 * people who split a deal gets each part once: 30,000 + 20,000 = 50,000, the deal's amount.
 */
export function reach({ org, period }: Inputs, credits: readonly Credit[]): Map<PersonId, Reaching> {
  const reaching = new Map<PersonId, Reaching>();
  const of = (person: PersonId) => {
    const known = reaching.get(person) ?? { direct: [], rollUp: [] };
    reaching.set(person, known);
    return known;
  };
  for (const credit of credits) {
    if (!covers(period, credit.day)) continue;
    of(credit.person).direct.push(credit);
    for (const manager of managersOn(org, credit.person, credit.day)) of(manager).rollUp.push(credit);
  }
  return reaching;
}

export function calculatePayee(inputs: Inputs, payee: PersonId, reaching: Reaching | undefined): PayeeResult {
  const result: PayeeResult = { payee, lines: [], components: [], totalMinor: 0n };
  const mine = inputs.enrolments.filter(({ person }) => person === payee);
  for (const enrolment of mine.filter((enrolment) => isPaidBy(inputs, enrolment))) {
    const plan = planOf(inputs, enrolment);
    const earned = earnings({
      components: plan.components,
      credits: within(enrolment, reaching),
      quotas: quotasOf(inputs, payee),
    });
    if ('hold' in earned) return { ...result, lines: [], components: [], totalMinor: 0n, hold: earned.hold };
    const of = { plan: plan.plan, planVersion: plan.version };
    result.lines.push(...earned.lines.map((line) => ({ ...line, ...of })));
    result.components.push(...earned.components.map((component) => ({ ...component, ...of })));
    result.totalMinor += earned.totalMinor;
  }
  return result;
}

function planOf({ plans }: Inputs, { plan, version }: Enrolment): PlanVersion {
  const found = plans.find((candidate) => candidate.plan === plan && candidate.version === version);
  if (!found) throw new Error(`the manifest holds every plan that is enrolled in, not ${plan} ${version}`);
  return found;
}

/** Credits dated outside the enrolment belong to another plan, or to none. */
function within(enrolment: Enrolment, reaching: Reaching = { direct: [], rollUp: [] }): Reaching {
  return {
    direct: reaching.direct.filter(({ day }) => covers(enrolment, day)),
    rollUp: reaching.rollUp.filter(({ day }) => covers(enrolment, day)),
  };
}

function quotasOf({ quotas }: Inputs, payee: PersonId): Readonly<Record<string, bigint>> {
  const own = quotas.filter(({ person }) => person === payee);
  return Object.fromEntries(own.map(({ measure, amountMinor }) => [measure, amountMinor]));
}
