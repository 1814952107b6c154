/** Bands of attainment: they cover everything from zero up, each point once, and this finds where not. */
import * as z from 'zod';
import { compare, type Decimal, decimal } from '../../../shared/kernel/rational.ts';
import { percent } from '../words.ts';
import type { ComponentFault } from './component.ts';
import { Rate, type RateOrTerm } from './rate.ts';

/** Shares of the quota, '1.25' being 125 %; the last band has no end. */
export const Band = z.strictObject({ from: Rate, to: Rate.nullable(), rate: Rate });
export type Band = z.output<typeof Band>;

/** Bands, and what each band's rate is multiplied by, if anything. */
export type Tiers = { readonly bands: readonly Band[]; readonly times?: RateOrTerm | undefined };

type Edges = { readonly from: Decimal; readonly to: Decimal | null };

export function rangeOf({ from, to }: Edges): string {
  if (to === null) return decimal(from).num === 0n ? 'at any height' : `from ${percent(from)} on`;
  return `from ${percent(from)} to ${percent(to)}`;
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
  return bands.flatMap(({ from, rate }, n) => {
    const last = bands[n - 1]?.rate ?? rate;
    if (compare(decimal(rate), decimal(last)) >= 0) return [];
    const message = `At ${percent(from)} everything falls from ${percent(last)} to ${percent(rate)}.`;
    return [{ code: 'band.falling', pointer: `${pointer}/${n}/rate`, message }];
  });
}
