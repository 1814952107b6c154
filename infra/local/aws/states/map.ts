/**
 * A Map: does the same with each of many items. Inline, in this execution, where one failure ends it; or
 * distributed, each item or batch in an execution of its own, where so many may fail as are tolerated.
 */
import { filled } from './expression.ts';
import { asFailure, StateFailure } from './failure.ts';
import { statesOf, type Visit, walk } from './flow.ts';
import type { Run } from './run.ts';
import { sideBySide } from './side-by-side.ts';

/** Inline maps do no more at once, whatever they say. */
const INLINE_AT_ONCE = 40;

export async function mapped(visit: Visit): Promise<unknown[]> {
  const items = await itemsOf(visit);
  const isDistributed = visit.state['ItemProcessor'].ProcessorConfig?.Mode === 'DISTRIBUTED';
  return isDistributed ? distributed(visit, items) : inline(visit, items);
}

async function itemsOf(visit: Visit): Promise<unknown[]> {
  const { state, input, variables } = visit;
  const items =
    state['Items'] === undefined ? input : await filled(state['Items'], statesOf(visit), variables);
  if (!Array.isArray(items)) throw new StateFailure('States.QueryEvaluationError', 'Items is no array.');
  const select = state['ItemSelector'];
  if (select === undefined) return items as unknown[];
  return Promise.all(
    items.map((Value: unknown, Index) => {
      const context = { ...visit.context, Map: { Item: { Index, Value } } };
      return filled(select, statesOf({ ...visit, context }), variables);
    }),
  );
}

async function inline(visit: Visit, items: readonly unknown[]): Promise<unknown[]> {
  const { run, state, variables } = visit;
  const wanted = Number(await filled(state['MaxConcurrency'] ?? 0, statesOf(visit), variables));
  const atOnce = Math.min(wanted || INLINE_AT_ONCE, INLINE_AT_ONCE);
  const part = run.part();
  const work = sideBySide(items, atOnce, (item, Index) => {
    const one = part.within({ Map: { Item: { Index, Value: item } } });
    return part.active(() => walk(state['ItemProcessor'], item, one, variables)).catch(part.stopWith);
  });
  return run.resting(work);
}

async function distributed(visit: Visit, items: readonly unknown[]): Promise<unknown[]> {
  const { run, state, variables } = visit;
  const said = await filled(
    {
      atOnce: state['MaxConcurrency'] ?? 0,
      count: state['ToleratedFailureCount'] ?? 0,
      percentage: state['ToleratedFailurePercentage'] ?? 0,
      batcher: state['ItemBatcher'] ?? null,
    },
    statesOf(visit),
    variables,
  );
  const { atOnce, count, percentage, batcher } = said as Said;
  const inputs = batcher ? batched(items, batcher) : items;
  const part = run.part();
  const tolerated = Math.max(count, Math.floor((inputs.length * percentage) / 100));
  let failed = 0;
  const one = async (input: unknown) => {
    try {
      return [await child(visit, part, input)];
    } catch (error) {
      failed += 1;
      if (failed <= tolerated) return [];
      const { message } = asFailure(error);
      return part.stopWith(
        new StateFailure(
          'States.ExceedToleratedFailureThreshold',
          `${failed} items failed; the last: ${message}`,
        ),
      );
    }
  };
  return (await run.resting(sideBySide(inputs, atOnce, one))).flat();
}

type Batcher = { readonly MaxItemsPerBatch: number; readonly BatchInput?: object };
type Said = {
  readonly atOnce: number;
  readonly count: number;
  readonly percentage: number;
  readonly batcher: Batcher | null;
};

function batched(items: readonly unknown[], { MaxItemsPerBatch: size, BatchInput }: Batcher): object[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => ({
    ...(BatchInput && { BatchInput }),
    Items: items.slice(n * size, (n + 1) * size),
  }));
}

/** A child knows nothing of its parent but its input; the machine must have the right to start itself. */
function child({ run, state }: Visit, part: Run, input: unknown): Promise<unknown> {
  if (!run.may('states:StartExecution', run.machine.arn))
    throw new StateFailure('States.Permissions', `${run.machine.name} may not start itself for its items.`);
  const one = part.child(String(state['Label'] ?? 'Map'), input);
  return part.active(() => walk(state['ItemProcessor'], input, one));
}
