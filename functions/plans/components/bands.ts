/** Bands: they cover everything from zero up, each point once, and this finds where not. */
import * as z from 'zod';
import type { Currency, Minor } from '../../../shared/kernel/money.ts';
import {
  compare,
  type Decimal,
  decimal,
  fraction,
  minus,
  type Rational,
  times,
} from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { type ComponentFault, levelOf, type Reached } from './component.ts';
import { Rate, type RateOrTerm, rational, rateWords } from './rate.ts';

/** Whether edges are shares of the quota, '1.25' being 125 %, or minor units and whole numbers. */
export const EdgesIn = z.enum(['attainment', 'minor']).default('attainment');
export type EdgesIn = z.output<typeof EdgesIn>;

/** The last band has no end. It pays a rate, or an amount for all of it, and a part of that for a part. */
export const Band = z.strictObject({
  from: Rate,
  to: Rate.nullable(),
  rate: Rate.optional(),
  amountMinor: Rate.optional().describe('minor units for the whole band, in an interpolated table'),
});
export type Band = z.output<typeof Band>;

/** Bands, and what each band's rate is multiplied by, if anything. */
export type Tiers = {
  readonly bands: readonly Band[];
  readonly edges?: EdgesIn | undefined;
  readonly times?: RateOrTerm | undefined;
};

type Edges = { readonly from: Decimal; readonly to: Decimal | null };

/** Where an edge lies, in the minor units of the measure. */
export function edgeAt({ edges }: Tiers, edge: Decimal, reached: Reached): Rational {
  return edges === 'minor' ? decimal(edge) : levelOf(edge, reached);
}

/** At exactly an edge the band holds that starts there; below zero, the first. */
export function bandAt(table: Tiers, reached: Reached): Band | undefined {
  const credited = fraction(reached.creditedMinor);
  const last = table.bands.findLast(({ from }) => compare(credited, edgeAt(table, from, reached)) >= 0);
  return last ?? table.bands[0];
}

/** A band's rate times what the whole table is multiplied by; its amount spread over its width. */
export function bandRate(table: Tiers, band: Band, reached: Reached): Rational {
  const rate = band.rate === undefined ? spread(table, band, reached) : decimal(band.rate);
  return table.times === undefined ? rate : times(rate, rational(table.times));
}

function spread(table: Tiers, { from, to, amountMinor = '0' }: Band, reached: Reached): Rational {
  if (to === null) return fraction(0n);
  const width = minus(edgeAt(table, to, reached), edgeAt(table, from, reached));
  return times(decimal(amountMinor), { num: width.den, den: width.num });
}

/** '15 %', '150 % × 2 %', or '2,000.00 EUR ÷ 12,000.00 EUR'. */
export function bandRateWords(table: Tiers, band: Band, currency: Currency): string {
  const rate = band.rate === undefined ? spreadWords(table, band, currency) : percent(band.rate);
  return table.times === undefined ? rate : `${rate} × ${rateWords(table.times)}`;
}

function spreadWords({ edges }: Tiers, { from, to, amountMinor = '0' }: Band, currency: Currency): string {
  const whole = amount(decimal(amountMinor), currency);
  if (to === null) return whole;
  const width = minus(decimal(to), decimal(from));
  return `${whole} ÷ ${edges === 'minor' ? amount(width, currency) : `${percent(width)} of the quota`}`;
}

export function rangeOf({ edges }: Tiers, { from, to }: Edges, currency: Currency): string {
  const at = (edge: Decimal) => (edges === 'minor' ? amount(decimal(edge), currency) : percent(edge));
  if (to === null) return decimal(from).num === 0n ? 'at any height' : `from ${at(from)} on`;
  return `from ${at(from)} to ${at(to)}`;
}

/** The same, of the quota where edges are shares of it. */
export function rangeWords(table: Tiers, band: Edges, currency: Currency): string {
  const range = rangeOf(table, band, currency);
  return table.edges === 'minor' ? range : `${range} of the quota`;
}

/** `pointer` is where the list of bands stands. */
export function bandFaults(bands: readonly Edges[], pointer: string): ComponentFault[] {
  return bands.flatMap((band, n) => [
    ...startFaults(band, bands[n - 1], `${pointer}/${n}`),
    ...endFaults(band, n === bands.length - 1, `${pointer}/${n}`),
  ]);
}

function startFaults({ from }: Edges, previous: Edges | undefined, pointer: string): ComponentFault[] {
  if (!previous) {
    if (decimal(from).num === 0n) return [];
    const message = `The first band starts at 0, not at ${percent(from)}.`;
    return [{ code: 'band.start', pointer, message }];
  }
  // Without an end, or with one before its start, the previous band has a fault of its own.
  if (previous.to === null) return [];
  const side = compare(decimal(from), decimal(previous.to));
  if (side === 0) return [];
  const [low, high] = side > 0 ? [previous.to, from] : [from, previous.to];
  const between = `${percent(low)} to ${percent(high)}`;
  return side > 0
    ? [{ code: 'band.gap', pointer, message: `Bands leave ${between} without a rate.` }]
    : [{ code: 'band.overlap', pointer, message: `Bands give ${between} two rates.` }];
}

function endFaults({ from, to }: Edges, isLast: boolean, pointer: string): ComponentFault[] {
  if (to === null) {
    if (isLast) return [];
    const message = 'Only the last band has no end: give this one the start of the next.';
    return [{ code: 'band.end', pointer, message }];
  }
  if (isLast) {
    const message = `The last band has no end (null), or what is above ${percent(to)} has no rate.`;
    return [{ code: 'band.end', pointer, message }];
  }
  if (compare(decimal(from), decimal(to)) < 0) return [];
  return [{ code: 'band.empty', pointer, message: 'A band ends above its start.' }];
}

/** Where reaching more makes all that was earned less. */
export function fallingBands(bands: readonly Band[], pointer: string): ComponentFault[] {
  return bands.flatMap(({ from, rate = '0' }, n) => {
    const last = bands[n - 1]?.rate ?? rate;
    if (compare(decimal(rate), decimal(last)) >= 0) return [];
    const message = `At ${percent(from)} everything falls from ${percent(last)} to ${percent(rate)}.`;
    return [{ code: 'band.falling', pointer: `${pointer}/${n}/rate`, message }];
  });
}

/** A marginal or retroactive band pays a rate; of an interpolated table, each that has an end an amount. */
export function payFaults(bands: readonly Band[], interpolated: boolean, pointer: string): ComponentFault[] {
  return bands.flatMap(({ to, rate, amountMinor }, n) => {
    const wantsAmount = interpolated && to !== null;
    const isRight = wantsAmount
      ? amountMinor !== undefined && rate === undefined
      : rate !== undefined && amountMinor === undefined;
    if (isRight) return [];
    const what = wantsAmount ? 'an amount (amountMinor)' : 'a rate';
    const message = `This band pays ${what}, and nothing else.`;
    return [{ code: 'band.pay', pointer: `${pointer}/${n}`, message }];
  });
}

/** Amounts of a single deal are looked up by their size: a reversal pays back what its deal paid. */
export function sizeOf(countedMinor: Minor): { readonly size: Minor; readonly sign: bigint } {
  return countedMinor < 0n ? { size: -countedMinor, sign: -1n } : { size: countedMinor, sign: 1n };
}
