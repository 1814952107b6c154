/**
 * What a report says of a group of sales. A deal counts once in it, whatever its parts, and only if it comes
 * to more or less than nothing there.
 *
 *   a deal of 50,000 shared 60 to 40, amended to 60,000      amount 60,000, one deal, 60,000 a sale
 *   its field custom.units, 5 before and 6 after             5 − 5 + 6 = 6, and not 12 for two parts
 */
import { type Currency, exponentOf } from '../../shared/kernel/money.ts';
import { plus, type Rational, roundHalfEven } from '../../shared/kernel/rational.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Sale } from '../deals/sale.ts';
import { added, type Decimals, decimalsOf, negated, nothing, readDecimals, textOf } from './decimal-sum.ts';
import { customOf } from './dimension.ts';

/** How much of a currency one unit of the company's currency is on a day. */
export type RateOn = (currency: Currency, day: Day) => Rational | undefined;

export type Asked = {
  readonly currency: Currency;
  readonly sums: readonly string[];
  readonly conversion?: Conversion;
};

type Conversion = {
  /** Where it is one for all. */
  readonly to?: Currency;
  /** Undefined where the sale does not say it. */
  readonly currencyOf: (sale: Sale) => Currency | undefined;
  readonly rateOn: RateOn;
};

/** Exactly, as numerators by their denominators; and in minor units, each deal rounded. */
export type Sum = { readonly exact: Map<bigint, bigint>; minor: bigint };

export type Figures = {
  deals: number;
  amountMinor: bigint;
  readonly sums: Decimals[];
  readonly converted: Map<Currency, Sum>;
  withoutRate: number;
};

export function noFigures({ sums }: Pick<Asked, 'sums'>): Figures {
  const none = sums.map(() => nothing);
  return { deals: 0, amountMinor: 0n, sums: none, converted: new Map(), withoutRate: 0 };
}

/** What one deal, or the part of it that falls into a group, adds to figures. */
export type Measured = {
  readonly amountMinor: bigint;
  readonly sums: readonly Decimals[];
  /** In each currency, exactly. */
  readonly converted: ReadonlyMap<Currency, Rational>;
  readonly lacksRate: boolean;
};

const NOT_CONVERTED = { converted: new Map<Currency, Rational>(), lacksRate: false };

export function measured(sales: readonly Sale[], asked: Asked): Measured {
  return {
    amountMinor: sales.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    sums: asked.sums.map((field) => fieldOf(sales, field)),
    ...(asked.conversion ? converted(sales, asked.currency, asked.conversion) : NOT_CONVERTED),
  };
}

export function addTo(figures: Figures, deal: Measured): void {
  figures.amountMinor += deal.amountMinor;
  if (deal.amountMinor !== 0n) figures.deals += 1;
  if (deal.lacksRate) figures.withoutRate += 1;
  for (const [n, sum] of deal.sums.entries()) figures.sums[n] = added(figures.sums[n] ?? nothing, sum);
  for (const [to, exact] of deal.converted) addRounded(figures, to, exact);
}

/** A field of a deal, once: what its first part here says, plus where it is given and minus where taken back. */
function fieldOf(sales: readonly Sale[], field: string): Decimals {
  const first = Math.min(...sales.map(({ part }) => part));
  return sales
    .filter(({ part }) => part === first)
    .map((sale) => (sale.amountMinor < 0n ? negated(numberOf(sale, field)) : numberOf(sale, field)))
    .reduce(added);
}

function numberOf(sale: Sale, field: string): Decimals {
  const said = customOf(sale, field);
  if (said === undefined || said === '') return nothing;
  const number = typeof said === 'string' ? readDecimals(said) : undefined;
  if (number) return number;
  return refuse('rule', 'report.not-a-number', `${field} of ${sale.deal} is no number.`, '/query/sum');
}

/** Each sale at the rate of its day. */
function converted(
  sales: readonly Sale[],
  from: Currency,
  { currencyOf, rateOn }: Conversion,
): Pick<Measured, 'converted' | 'lacksRate'> {
  const found = new Map<Currency, Rational>();
  const one = unitOf(from);
  let lacksRate = false;
  for (const sale of sales) {
    const to = currencyOf(sale);
    const rate = to === undefined ? undefined : rateOn(to, sale.day);
    if (to === undefined || !rate) {
      lacksRate = true;
      continue;
    }
    const exact = { num: sale.amountMinor * rate.num, den: one * rate.den };
    const before = found.get(to);
    found.set(to, before ? plus(before, exact) : exact);
  }
  return { converted: found, lacksRate };
}

/** What a deal comes to is rounded once. */
function addRounded({ converted }: Figures, to: Currency, { num, den }: Rational): void {
  const sum = converted.get(to) ?? { exact: new Map<bigint, bigint>(), minor: 0n };
  sum.exact.set(den, (sum.exact.get(den) ?? 0n) + num);
  sum.minor += roundHalfEven({ num: num * unitOf(to), den });
  converted.set(to, sum);
}

/** Minor units of one unit: 100 in EUR. */
function unitOf(currency: Currency): bigint {
  return UNITS[exponentOf(currency)] ?? 1n;
}

const UNITS = [1n, 10n, 100n, 1_000n, 10_000n];

/** As a decimal text; null where a rate was among it whose decimals never end. */
export function exactOf({ exact }: Sum): string | null {
  const parts = [...exact].map(([den, num]) => decimalsOf({ num, den }));
  return parts.every((part) => part !== undefined) ? textOf(parts.reduce(added, nothing)) : null;
}
