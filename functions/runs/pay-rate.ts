/**
 * In which currency a payee is paid, and at which rate: that of the end of the period, the mean of its last
 * month, or one that the plan says. What a run looked up is pinned with it.
 *
 *   31 March 0.80                  the end of March is 0.80
 *   27 February 0.79, then none    the end of February is 0.79, the last that was said in it
 *   0.79, 0.80, 0.80               the mean is 0.796666666667, to twelve places
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import { decimal, fraction, plus, times, toDecimal, zero } from '../../shared/kernel/rational.ts';
import { covers, type Span } from '../../shared/kernel/time.ts';
import { shown } from '../ledger/balances.ts';
import type { PayIn } from '../ledger/conversion.ts';
import type { PayRate } from '../plans/policies.ts';
import { ratesFrom, type Rates } from '../rates/rates.ts';
import { balancesOf, enrolmentsPaying, type Inputs, payeesOf, type PinnedRate, planOf } from './manifest.ts';

type Hold = { readonly hold: { readonly code: string; readonly message: string } };
type Way = { readonly currency: Currency; readonly payRate: PayRate };
type Asked = Pick<PinnedRate, 'to' | 'by'>;

const MEAN_PLACES = 12;

/** How a payee is paid who is paid in another currency, or why nobody can say. */
export function payInOf(inputs: Inputs, payee: PersonId): PayIn | Hold | undefined {
  const way = wayOf(inputs, payee);
  const changed = changedCurrency(inputs, payee, way?.currency ?? inputs.currency);
  if (changed || !way) return changed;
  const { currency, payRate } = way;
  const of = { currency, from: inputs.currency };
  if (typeof payRate === 'object') {
    const rate = Object.hasOwn(payRate.rates, currency) ? payRate.rates[currency] : undefined;
    return rate === undefined ? missing(inputs, currency) : { ...of, rate, by: 'plan' };
  }
  const pinned = inputs.payRates?.find(({ to, by }) => to === currency && by === payRate);
  if (!pinned) return missing(inputs, currency);
  const { rate, by, on } = pinned;
  return { ...of, rate, by, ...(on && { on }) };
}

/** Why somebody cannot be paid in their currency, if so. */
export function unpayable(inputs: Inputs, payee: PersonId): Hold | undefined {
  const pay = payInOf(inputs, payee);
  return pay && 'hold' in pay ? pay : undefined;
}

/** What has to be looked up for the payees of a run. */
export function asksForRates(inputs: Inputs): boolean {
  return askedBy(inputs).length > 0;
}

export function pinnedRates(inputs: Inputs, rates: Rates): PinnedRate[] {
  return askedBy(inputs).flatMap((asked) => rateOf(inputs, rates, asked) ?? []);
}

function askedBy(inputs: Inputs): Asked[] {
  const all = payeesOf(inputs).flatMap((payee): Asked[] => {
    const way = wayOf(inputs, payee);
    return way && typeof way.payRate === 'string' ? [{ to: way.currency, by: way.payRate }] : [];
  });
  const once = new Map(all.map((asked) => [`${asked.to} ${asked.by}`, asked]));
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, asked]) => asked);
}

/** By the last enrolment that says a currency; who has none any more goes on in that of their balances. */
function wayOf(inputs: Inputs, payee: PersonId): Way | undefined {
  const paying = enrolmentsPaying(inputs, payee).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const last = paying.findLast(({ payCurrency }) => payCurrency !== undefined);
  const left = paying.length === 0 ? balancesOf(inputs, payee).currency : undefined;
  const currency = last?.payCurrency ?? left;
  if (currency === undefined || currency === inputs.currency) return undefined;
  const payRate = last && planOf(inputs, last).policies.payRate;
  return { currency, payRate: payRate ?? 'periodEnd' };
}

function rateOf({ currency, period, months }: Inputs, rates: Rates, asked: Asked): PinnedRate | undefined {
  const said = ratesFrom(currency, { days: rates[currency] ?? {} }, asked.to);
  const within = (span: Span) => said.filter(({ day }) => covers(span, day));
  if (asked.by === 'periodEnd') {
    const last = within(period).at(-1);
    return last && { ...asked, rate: last.rate, on: last.day };
  }
  const all = within(months.at(-1) ?? period).map(({ rate }) => decimal(rate));
  if (all.length === 0) return undefined;
  const mean = times(all.reduce(plus, zero), fraction(1n, BigInt(all.length)));
  return { ...asked, rate: toDecimal(mean, MEAN_PLACES) };
}

/** What somebody owes or is owed stays in its currency until it is nothing. */
function changedCurrency(inputs: Inputs, payee: PersonId, to: Currency): Hold | undefined {
  const opening = balancesOf(inputs, payee);
  const { owedMinor, overpaidMinor, excessMinor } = shown(opening);
  const before = opening.currency ?? inputs.currency;
  if (before === to || (owedMinor === 0n && overpaidMinor === 0n && excessMinor === 0n)) return undefined;
  const message = `There are balances in ${before}, and the pay is in ${to} now.`;
  return { hold: { code: 'currency.changed', message } };
}

function missing({ currency, period }: Inputs, to: Currency): Hold {
  const message = `The pay is in ${to}, and nobody has said what ${currency} was worth in it in ${period.id}.`;
  return { hold: { code: 'rate.missing', message } };
}
