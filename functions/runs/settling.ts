/**
 * The settlement of one payee in a run: what all their plans earned, the adjustments that were approved, and
 * the balances that the period opened with, by the payment terms of the one plan that has some.
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { covers, type Day } from '../../shared/kernel/time.ts';
import { type Balances, isNothing, nothing } from '../ledger/balances.ts';
import { closings, type Opening } from '../ledger/opening.ts';
import { type Payable, payable } from '../ledger/payable.ts';
import { type Clocks, seen } from '../ledger/release.ts';
import { type Settled, settle } from '../ledger/settle.ts';
import { presenceOf } from '../people/org.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import type { PaymentTerms } from '../plans/payment.ts';
import type { PayeeResult } from './calculate.ts';
import { balancesOf, byPayee, enrolmentsPaying, type Inputs, planOf } from './manifest.ts';
import { payInOf, unpayable } from './pay-rate.ts';
import type { PayeeTotal } from './run.ts';

export type PayeeSettled = Settled & { readonly opening: Balances };

const noneReached: Clocks['reached'] = new Map();

export type Unsettled = Pick<PayeeResult, 'payee'> & {
  /** Deals by any name where nothing is held back, or was; without one where nothing is taken back either. */
  readonly lines: readonly { readonly deal?: string; readonly amountMinor: bigint }[];
  readonly hold?: PayeeResult['hold'] | undefined;
};

/** Who cannot be paid in their currency is held, as who cannot be calculated. */
export function payableResult(inputs: Inputs, result: PayeeResult): PayeeResult {
  const { payee } = result;
  const held = result.hold ? undefined : unpayable(inputs, payee);
  return held ? { payee, lines: [], components: [], totalMinor: 0n, ...held } : result;
}

/** Nobody is settled who is held: their balances stay as they are. */
export function settlePayee(
  inputs: Inputs,
  { payee, lines, hold }: Unsettled,
  reached: Clocks['reached'] = noneReached,
): PayeeSettled | undefined {
  if (hold) return undefined;
  const { period } = inputs;
  const opening = balancesOf(inputs, payee);
  const pay = payInOf(inputs, payee);
  if (pay && 'hold' in pay) return undefined;
  const own = byPayee(inputs).adjustments.get(payee) ?? [];
  const settled = settle({
    period,
    opening,
    earned: lines.map(({ deal, amountMinor }) => ({ of: deal, amountMinor })),
    adjustments: own.flatMap(({ id, amountMinor, reason }) =>
      amountMinor === undefined ? [] : { id, amountMinor, text: reason },
    ),
    releases: own.flatMap(({ release }) =>
      release === undefined ? [] : { of: release === 'all' ? undefined : release },
    ),
    clocks: { by: period.kind, reached },
    terms: termsOf(inputs, payee),
    pay,
    exit: isLeaving(inputs, payee),
  });
  return { ...settled, opening };
}

/** Balances of who is held stay, but what was invoiced or collected meanwhile is not forgotten. */
export function closingHeld(
  inputs: Inputs,
  payee: PersonId,
  reached: Clocks['reached'] = noneReached,
): Balances | undefined {
  const opening = balancesOf(inputs, payee);
  const { waiting = [] } = opening;
  if (waiting.length === 0) return undefined;
  return { ...opening, waiting: seen(waiting, { by: inputs.period.kind, reached }) };
}

/** What the totals of a run say of it; a closing of nothing is not written. */
export function totalSettled(
  settled: PayeeSettled | undefined,
): Pick<PayeeTotal, 'paidMinor' | 'payCurrency' | 'closing'> {
  if (!settled) return {};
  const { paidMinor, pay, closing } = settled;
  const currency = pay && { payCurrency: pay.currency };
  return { paidMinor, ...currency, ...(!isNothing(closing) && { closing }) };
}

/** Everybody's balances after a run. */
export function closingsOf({ openings = [] }: Inputs, totals: readonly PayeeTotal[]): Opening[] {
  const settled = totals.filter(({ paidMinor, closing }) => (paidMinor ?? closing) !== undefined);
  return closings(
    openings,
    settled.map(({ payee, closing = nothing }) => ({ person: payee, balances: closing })),
  );
}

/** Nobody has two plans with payment terms on one day; of two in one period, the later one counts. */
function termsOf(inputs: Inputs, payee: PersonId): Payable | undefined {
  const withTerms = enrolmentsPaying(inputs, payee)
    .map((enrolment) => ({ enrolment, payment: planOf(inputs, enrolment).payment }))
    .filter((one): one is { enrolment: Enrolment; payment: PaymentTerms } => one.payment !== undefined)
    .sort((a, b) => (a.enrolment.from < b.enrolment.from ? -1 : 1));
  const last = withTerms.at(-1);
  const { startsOn, endsOn } = presenceOf(inputs.org, payee);
  const there = { from: startsOn ?? inputs.period.from, to: endsOn ?? null };
  return last && payable(last.payment, last.enrolment, { ...inputs, there });
}

/** Whether they are gone after the period, or no plan pays them any more; without an end as yet, it goes on. */
function isLeaving(inputs: Inputs, payee: PersonId): boolean {
  const { to } = inputs.period;
  const own = byPayee(inputs).allEnrolments.get(payee) ?? [];
  const { endsOn } = presenceOf(inputs.org, payee);
  if (to !== null && endsOn !== undefined && endsOn <= to) return true;
  return to !== null && !own.some((one) => isLater(one, to));
}

function isLater(enrolment: Enrolment, to: Day): boolean {
  return covers(enrolment, to) || enrolment.from >= to;
}
