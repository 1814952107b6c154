/**
 * What one payee earns in a run: their credits, direct and rolled up, through each plan they are enrolled
 * in. A problem with one payee is a hold on that payee, with its reason; it never stops the others.
 */
import type { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import type { Minor } from '../../shared/kernel/money.ts';
import { covers } from '../../shared/kernel/time.ts';
import { type Credit, isOfTheSale } from '../deals/credit.ts';
import { managersOn } from '../people/org.ts';
import { type ComponentTotal, type Earnings, earnings, type Hold, type Line } from '../plans/earnings.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { PlanVersion } from '../plans/plan.ts';
import { personal } from '../plans/terms.ts';
import { enrolmentsPaying, type Inputs } from './manifest.ts';

type Paid = { readonly plan: PlanId; readonly planVersion: number };

export type PayeeResult = {
  readonly payee: PersonId;
  readonly lines: readonly (Line & Paid)[];
  readonly components: readonly (ComponentTotal & Paid)[];
  readonly totalMinor: Minor;
  readonly hold?: { readonly code: string; readonly message: string };
};

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
    if (!covers(period, credit.day) || !isOfTheSale(credit)) continue;
    of(credit.person).direct.push(credit);
    for (const manager of managersOn(org, credit.person, credit.day)) of(manager).rollUp.push(credit);
  }
  return reaching;
}

export function calculatePayee(inputs: Inputs, payee: PersonId, reaching: Reaching | undefined): PayeeResult {
  const paid: PayeeResult[] = [];
  for (const enrolment of enrolmentsPaying(inputs, payee)) {
    const { plan, version } = enrolment;
    const earned = earnedBy(inputs, enrolment, within(enrolment, reaching));
    if ('hold' in earned) return { payee, lines: [], components: [], totalMinor: 0n, hold: earned.hold };
    const of = { plan, planVersion: version };
    paid.push({
      payee,
      lines: earned.lines.map((line) => ({ ...line, ...of })),
      components: earned.components.map((component) => ({ ...component, ...of })),
      totalMinor: earned.totalMinor,
    });
  }
  return {
    payee,
    lines: paid.flatMap(({ lines }) => lines),
    components: paid.flatMap(({ components }) => components),
    totalMinor: paid.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
  };
}

function earnedBy(inputs: Inputs, enrolment: Enrolment, credits: Reaching): Earnings | Hold {
  const own = personal(planOf(inputs, enrolment), enrolment.terms);
  if ('hold' in own) return own;
  return earnings({ components: own.components, credits, quotas: quotasOf(inputs, enrolment.person) });
}

export function planOf({ plans }: Inputs, { plan, version }: Enrolment): PlanVersion {
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
