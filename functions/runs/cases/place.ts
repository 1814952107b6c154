/** Refusals of a part of a golden case, with pointers that start at the case. */
import { isRefusal, Refusal } from '../../../shared/kernel/refusal.ts';

/** Whatever `work` refuses, it refuses of what stands at `pointer`. */
export function at<T>(pointer: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { because, code, message, faults } = error;
    const placed = faults.map((fault) => ({ ...fault, pointer: pointer + fault.pointer }));
    throw new Refusal(because, code, message, placed);
  }
}
