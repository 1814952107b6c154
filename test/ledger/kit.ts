/** One payee's periods, settled one after the other, in amounts as people write them. */
import { type Balances, nothing, shown } from '../../functions/ledger/balances.ts';
import { payable } from '../../functions/ledger/payable.ts';
import { type Settled, type Settling, settle } from '../../functions/ledger/settle.ts';
import { PaymentTerms } from '../../functions/plans/payment.ts';
import { decimalFromMinor } from '../../shared/kernel/money.ts';
import type { Span } from '../../shared/kernel/time.ts';
import { cents, CURRENCY } from '../plans/kit.ts';
import { day } from '../people/kit.ts';

export const MARCH: Span = { from: day('2026-03-01'), to: day('2026-04-01') };
export const ALWAYS: Span = { from: day('2020-01-01'), to: null };

/** Amounts of a document in whole units: '2000' is what people write. */
export function terms(document: object): PaymentTerms {
  const minor = (name: string, value: unknown) =>
    name.endsWith('Minor') && typeof value === 'string' ? cents(value).toString() : value;
  return PaymentTerms.parse(JSON.parse(JSON.stringify(document, minor)));
}

export type Month = Omit<Partial<Settling>, 'terms' | 'opening' | 'earned'>;

/** One month of somebody who is there all of it. */
export function month(
  payment: PaymentTerms | undefined,
  earned: string,
  more: Month = {},
  opening = nothing,
) {
  const of = { period: MARCH, currency: CURRENCY };
  return settle({
    period: MARCH,
    opening,
    earned: [{ amountMinor: cents(earned) }],
    terms: payment && payable(payment, ALWAYS, of),
    ...more,
  });
}

/** Month after month; each opens as the one before closed. */
export function months(payment: PaymentTerms | undefined, earned: readonly string[]): Settled[] {
  const settled: Settled[] = [];
  let opening: Balances = nothing;
  for (const each of earned) {
    const one = month(payment, each, {}, opening);
    opening = one.closing;
    settled.push(one);
  }
  return settled;
}

export const money = (minor: bigint): string => decimalFromMinor(minor, CURRENCY).replace(/\.00$/, '');
export const paid = (all: readonly Settled[]): string[] => all.map(({ paidMinor }) => money(paidMinor));
export const owed = (all: readonly Settled[]): string[] =>
  all.map(({ closing }) => money(shown(closing).owedMinor));
/** The sum of a kind of posting. */
export const posted = ({ postings }: Settled, kind: string): string =>
  money(postings.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.amountMinor, 0n));
