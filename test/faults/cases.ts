/** Which faults are tried: each outcome at each call, and pairs by chance. */
import { type Fault, type FaultPoint, outcomesAt } from './injection.ts';
import { pick, type Random } from './random.ts';

export function singles(points: readonly FaultPoint[]): Fault[] {
  return points.flatMap((point) => outcomesAt(point).map((outcome) => ({ ...point, outcome })));
}

/** Two faults in one play, at two calls. */
export function pairs(points: readonly FaultPoint[], count: number, random: Random): Fault[][] {
  const all = singles(points).filter(({ outcome }) => outcome !== 'down');
  return Array.from({ length: count }, () => [pick(all, random), pick(all, random)]);
}
