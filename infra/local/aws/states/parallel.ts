/** A Parallel: its branches all begin with the same, and what they end with stands in their order. */
import type { Flow } from './definition.ts';
import { filled } from './expression.ts';
import { statesOf, type Visit, walk } from './flow.ts';
import { sideBySide } from './side-by-side.ts';

export async function inParallel(visit: Visit): Promise<unknown[]> {
  const { run, state, input, variables } = visit;
  const given =
    state['Arguments'] === undefined ? input : await filled(state['Arguments'], statesOf(visit), variables);
  const branches = state['Branches'] as Flow[];
  const part = run.part();
  const work = sideBySide(branches, branches.length, (branch) =>
    part.active(() => walk(branch, given, part, variables)).catch(part.stopWith),
  );
  return run.resting(work);
}
