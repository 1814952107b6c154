/** Bands must cover everything from zero up, each point once: this finds where they do not. */
import { compare, type Decimal, decimal } from '../../../shared/kernel/rational.ts';
import { percent } from '../words.ts';
import type { ComponentFault } from './component.ts';

type Edges = { readonly from: Decimal; readonly to: Decimal | null };

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
