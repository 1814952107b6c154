/** Judges a golden case offline: where the engine pays otherwise, or why it could not be asked. */
import { isRefusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import type { GoldenCase } from './case.ts';
import { type Difference, differences } from './difference.ts';
import { outcomeOf } from './outcome.ts';
import { plansOf } from './plans.ts';

export type Verdict = {
  readonly differences: readonly Difference[];
  /** What is wrong with the case or its plans; pointers start at the case. */
  readonly refusal?: Refusal;
};

export function judge(golden: GoldenCase): Verdict {
  try {
    if (golden.refused) return { differences: unrefused(golden, golden.refused) };
    return { differences: differences(golden, outcomeOf(golden)) };
  } catch (error) {
    if (isRefusal(error)) return { differences: [], refusal: error };
    throw error;
  }
}

/** Where a plan that is to be refused is taken, or refused for something else. */
function unrefused(golden: GoldenCase, { code, pointer }: NonNullable<GoldenCase['refused']>): Difference[] {
  const expected = `${code} ${pointer}`;
  const is = refusalsOf(golden);
  return is.includes(expected) ? [] : [{ who: 'plan', what: 'refused', expected, is: is.join(', ') }];
}

function refusalsOf(golden: GoldenCase): string[] {
  try {
    plansOf(golden);
    return ['nothing'];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.faults.map(({ pointer }) => `${error.code} ${pointer.replace(/^\/plans\/[^/]+/, '')}`);
  }
}
