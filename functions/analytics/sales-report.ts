/**
 * What was sold in a span of days, divided as its reader likes, with everything that follows from it.
 *
 *   revenue per sale    1,200,000 ÷ 150 deals = 8,000; nothing, and not zero, for no deals
 */
import * as z from 'zod';
import { CalendarId, PAY, type PersonId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { fraction, roundHalfEven } from '../../shared/kernel/rational.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers, Day } from '../../shared/kernel/time.ts';
import type { Sale } from '../deals/sale.ts';
import { HierarchyName, MAIN } from '../people/hierarchy.ts';
import type { Org } from '../people/org.ts';
import { StretchKind } from '../periods/year.ts';
import { textOf } from './decimal-sum.ts';
import { customOf, dimensionsOf, fieldsOf, isCustom, periodsOf, valuesOf, type Ways } from './dimension.ts';
import { type Asked, exactOf, type Figures, type RateOn } from './figures.ts';
import { grouped, tooLarge } from './grouping.ts';
import { onceEach } from './roll-up.ts';
import { Days } from './span.ts';

const Names = z.string().max(300);

export const SalesQuery = Days.extend({
  by: Names.optional().meta({ examples: ['person,territory'] }),
  calendar: CalendarId.default(PAY),
  each: StretchKind.optional(),
  hierarchy: HierarchyName.default(MAIN),
  sum: Names.optional().meta({ examples: ['custom.units'] }),
  in: Names.optional().meta({ examples: ['EUR', 'custom.localCurrency'] }),
});
export type SalesQuery = z.output<typeof SalesQuery>;

const InCurrency = z.object({
  /** Null where the deals are in several: then each stands in `parts`, since they have no sum. */
  currency: Currency.nullable(),
  exact: z.string().nullable(),
  minor: Minor.nullable(),
  /** Deals of which something is left out, for want of a currency or a rate. */
  withoutRate: z.int(),
  parts: z.array(z.object({ currency: Currency, exact: z.string().nullable(), minor: Minor })).optional(),
});

const Shown = z.object({
  deals: z.int(),
  amountMinor: Minor,
  revenuePerSaleMinor: Minor.nullable(),
  sums: z.record(z.string(), z.string()),
  converted: InCurrency.optional(),
});
type Shown = z.output<typeof Shown>;

export const SalesReport = z.object({
  from: Day,
  to: Day.nullable(),
  currency: Currency,
  rows: z.array(Shown.extend({ key: z.record(z.string(), z.union([z.string(), z.boolean()]).nullable()) })),
  /** Of all sales, each once: rows overlap where a deal is shared, or rolls up to several managers. */
  total: Shown,
  /** Of the people in the rows. */
  names: z.record(z.string(), z.string()),
});
export type SalesReport = z.output<typeof SalesReport>;

export type Span = { readonly from: Day; readonly to: Day | null };
export type Known = {
  readonly ways: Ways;
  readonly org: Org;
  readonly currency: Currency;
  readonly rateOn: RateOn;
};

export function salesReport(
  sales: readonly Sale[],
  span: Span,
  query: SalesQuery,
  known: Known,
): SalesReport {
  const { ways, org, currency, rateOn } = known;
  const dimensions = dimensionsOf(query.by);
  const asked = { currency, sums: fieldsOf(query.sum), ...conversionOf(query.in, onceEach(rateOn)) };
  const counted = sales.filter((sale) => covers(span, sale.day) && ways.scope.counts(sale));
  const values = dimensions.map((name) => valuesOf(name, ways));
  const { groups, total } = grouped(counted, query.each ? [...values, periodsOf(ways)] : values, asked);
  const names = query.each ? [...dimensions, 'period'] : dimensions;
  const rows = groups.map(({ key, figures }) => ({
    key: Object.fromEntries(names.map((name, n) => [name, key[n] ?? null])),
    ...shown(figures, asked),
  }));
  const report = { ...span, currency, rows, total: shown(total, asked) };
  return fitting({ ...report, names: namesIn(rows, org) });
}

export function perDeal(amountMinor: bigint, deals: number): bigint | null {
  return deals === 0 ? null : roundHalfEven(fraction(amountMinor, BigInt(deals)));
}

function shown(figures: Figures, asked: Asked): Shown {
  const { deals, amountMinor, sums } = figures;
  return {
    deals,
    amountMinor,
    revenuePerSaleMinor: perDeal(amountMinor, deals),
    sums: Object.fromEntries(
      asked.sums.map((field, n) => [field, textOf(sums[n] ?? { digits: 0n, places: 0 })]),
    ),
    ...(asked.conversion && { converted: convertedOf(figures, asked.conversion.to) }),
  };
}

function convertedOf({ converted, withoutRate }: Figures, to: Currency | undefined) {
  const parts = [...converted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ currency, exact: exactOf(sum), minor: sum.minor }));
  const [only, ...more] = parts;
  if (only && more.length === 0) return { ...only, withoutRate };
  if (!only && to) return { currency: to, exact: '0', minor: 0n, withoutRate };
  return { currency: null, exact: null, minor: null, withoutRate, parts };
}

/** Into one currency, or into the one that each deal names in a field. */
function conversionOf(text: string | undefined, rateOn: RateOn): Pick<Asked, 'conversion'> {
  if (text === undefined) return {};
  const to = Currency.safeParse(text);
  if (to.success) return { conversion: { to: to.data, currencyOf: () => to.data, rateOn } };
  if (!isCustom(text)) {
    const words = 'Convert to a currency, such as EUR, or to that in a field, such as custom.localCurrency.';
    refuse('rule', 'report.no-such-currency', words, '/query/in');
  }
  const currencyOf = (sale: Sale) => Currency.safeParse(customOf(sale, text)).data;
  return { conversion: { currencyOf, rateOn } };
}

/** What a Lambda may answer has six megabytes. */
const MOST_LETTERS = 5_500_000;
const LETTERS_OF_A_FIGURE = 90;

function fitting(report: SalesReport): SalesReport {
  let letters = 0;
  for (const { key, sums, converted } of report.rows) {
    for (const [name, value] of Object.entries(key)) letters += name.length + String(value).length + 6;
    const figures = 2 + Object.keys(sums).length + (converted ? 2 + (converted.parts?.length ?? 0) : 0);
    letters += figures * LETTERS_OF_A_FIGURE;
  }
  return letters > MOST_LETTERS ? tooLarge() : report;
}

function namesIn(rows: readonly { readonly key: SalesReport['rows'][number]['key'] }[], org: Org) {
  const ids = rows.flatMap(({ key }) => [key['person'], key['manager']]);
  const people = new Set(ids.filter((id) => typeof id === 'string'));
  return Object.fromEntries([...people].map((id) => [id, org.people[id as PersonId]?.name ?? id]));
}
