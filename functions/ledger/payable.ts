/**
 * The payment terms of one payee in one period, with all amounts in their places.
 *
 *   guarantee 6,666.67 in the first 2 months of an enrolment from 1 February
 *     February, March → 6,666.67      April → none
 *   draw 3,000 for June, there or enrolled from 16 June: 15 of 30 days → 1,500      `whole` → 3,000
 */
import { type Currency, type Minor, minorFromDecimal } from '../../shared/kernel/money.ts';
import { fraction, roundHalfEven } from '../../shared/kernel/rational.ts';
import { addDays, addMonths, type Day, daysBetween, overlaps, type Span } from '../../shared/kernel/time.ts';
import type { Term } from '../plans/components/rate.ts';
import type { Draw, PaymentTerms } from '../plans/payment.ts';
import type { Terms } from '../plans/terms.ts';

type Advances = Omit<Extract<Draw, { kind: 'advance' }>, 'amount' | 'amountMinor'>;

type Kept = Pick<PaymentTerms, 'maximumMinor' | 'payExcessLater' | 'negativePay' | 'holdback' | 'release'>;
export type Payable = Kept & {
  readonly guaranteeMinor: Minor;
  readonly drawMinor: Minor;
  readonly draw: Advances | { readonly kind: 'topUp' } | undefined;
  readonly minimumMinor: Minor;
};

type Enrolled = Span & { readonly terms?: Terms | undefined };
/** `there` are the days on which the payee works for the company at all. */
type Of = { readonly period: Span; readonly currency: Currency; readonly there?: Span | undefined };

export function payable(
  payment: PaymentTerms,
  enrolled: Enrolled,
  { period, currency, there = period }: Of,
): Payable {
  const { guarantee, draw, minimumMinor = 0n, partPeriods, ...rest } = payment;
  const days = [enrolled, there];
  const own = (sum: Sum | undefined) => sumOf(sum, enrolled.terms, currency);
  const part = (minor: Minor, ...spans: Span[]) =>
    partPeriods === 'whole' ? whole(minor, period, spans) : byDays(minor, period, spans);
  const window = guarantee?.during && windowOf(guarantee.during, enrolled.from);
  return {
    ...rest,
    guaranteeMinor: part(own(guarantee), ...days, ...(window ? [window] : [])),
    drawMinor: part(own(draw), ...days),
    draw,
    minimumMinor: part(minimumMinor, ...days),
  };
}

type Sum = { readonly amountMinor?: Minor | undefined; readonly amount?: Term | undefined };

/** A term that is not said, or is no amount, has held the payee before. */
function sumOf(sum: Sum | undefined, terms: Terms = {}, currency: Currency): Minor {
  if (!sum?.amount) return sum?.amountMinor ?? 0n;
  return minorFromDecimal(terms[sum.amount.term] ?? '0', currency) ?? 0n;
}

function windowOf(during: { months: number } | { from: Day; to: Day }, from: Day): Span {
  return 'months' in during ? { from, to: addMonths(from, during.months) } : during;
}

function whole(minor: Minor, period: Span, spans: readonly Span[]): Minor {
  return common(period, spans) ? minor : 0n;
}

/** A window without end as yet, in a preview, is taken to its whole. */
function byDays(minor: Minor, period: Span, spans: readonly Span[]): Minor {
  const there = common(period, spans);
  if (!there) return 0n;
  if (period.to === null || there.to === null) return minor;
  const days = (span: Span) => BigInt(daysBetween(span.from, span.to ?? span.from));
  return roundHalfEven(fraction(minor * days(there), days(period)));
}

/** The days that all of them have in common. */
function common(period: Span, spans: readonly Span[]): Span | undefined {
  return spans.reduce<Span | undefined>((left, span) => {
    if (!left || !overlaps(left, span)) return undefined;
    const ends = [left.to, span.to].filter((to) => to !== null).sort();
    return { from: left.from > span.from ? left.from : span.from, to: ends[0] ?? null };
  }, period);
}

/** The first day after a period of which what is held for so many days is paid. */
export function dueOn(until: 'released' | { days: number }, period: Span): Day | null {
  return until === 'released' || period.to === null ? null : addDays(period.to, until.days);
}
