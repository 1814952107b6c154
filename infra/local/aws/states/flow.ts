/** Walks through the states of a machine, or of a part of one, from its start to an end. */
import { attempted } from './attempts.ts';
import type { Flow, State } from './definition.ts';
import { type Bindings, filled, requireFit } from './expression.ts';
import { StateFailure } from './failure.ts';
import { mapped } from './map.ts';
import { inParallel } from './parallel.ts';
import type { Run } from './run.ts';
import { invoked } from './task.ts';

/** A state at work: in which run, with what input, and what its expressions can see. */
export type Visit = {
  readonly run: Run;
  readonly state: State;
  readonly input: unknown;
  readonly variables: Bindings;
  readonly context: object;
};

/** Where it goes on, if it does, with what, and which variables it set. */
export type Left = {
  readonly next: string | undefined;
  readonly output: unknown;
  readonly assigned: Bindings;
};

type Leaving = { readonly Next?: string; readonly Assign?: unknown; readonly Output?: unknown };

export async function walk(flow: Flow, input: unknown, run: Run, given: Bindings = {}): Promise<unknown> {
  const variables: Record<string, unknown> = { ...given };
  let at: string | undefined = flow.StartAt;
  let data = input;
  while (at !== undefined) {
    run.requireGoing();
    const state = flow.States[at] as State;
    const context = { ...run.context, State: { Name: at, EnteredTime: run.world.clock.now().toISOString() } };
    const visit: Visit = { run, state, input: data, variables, context };
    const left: Left = await attempted(visit, (one) => act(one));
    Object.assign(variables, left.assigned);
    data = requireFit(left.output);
    at = left.next;
  }
  return data;
}

async function act(visit: Visit): Promise<Left> {
  const { state, input } = visit;
  switch (state.Type) {
    case 'Task':
      return leave(visit, state, await invoked(visit));
    case 'Map':
      return leave(visit, state, await mapped(visit));
    case 'Parallel':
      return leave(visit, state, await inParallel(visit));
    case 'Choice':
      return choose(visit);
    case 'Wait':
      await wait(visit);
      return leave(visit, state, input);
    case 'Fail':
      throw await failureOf(visit);
    default:
      return leave(visit, state, input);
  }
}

/** Evaluates what a state, a rule of a choice or a catcher says about what comes next. */
export async function leave(
  visit: Visit,
  { Next, Assign = {}, Output }: Leaving,
  result: unknown,
  more: object = { result },
): Promise<Left> {
  const states = statesOf(visit, more);
  const [assigned, output] = await Promise.all([
    filled(Assign, states, visit.variables),
    Output === undefined ? result : filled(Output, states, visit.variables),
  ]);
  return { next: Next, output, assigned: assigned as Bindings };
}

/** `$states` as the expressions of a state see it. */
export const statesOf = ({ input, context }: Visit, more: object = {}): object => ({
  input,
  context,
  ...more,
});

async function choose(visit: Visit): Promise<Left> {
  const { state, input, variables } = visit;
  for (const rule of state['Choices']) {
    const holds = await filled(rule.Condition, statesOf(visit), variables);
    if (holds === true) return leave(visit, rule, input, {});
  }
  if (state['Default'] === undefined) throw new StateFailure('States.NoChoiceMatched', 'No choice holds.');
  return leave(visit, { ...state, Next: state['Default'] }, input, {});
}

async function wait(visit: Visit): Promise<void> {
  const { state, run, variables } = visit;
  const { Seconds, Timestamp } = (await filled(
    { Seconds: state['Seconds'] ?? null, Timestamp: state['Timestamp'] ?? null },
    statesOf(visit),
    variables,
  )) as { Seconds: number | null; Timestamp: string | null };
  const { clock, moments } = run.world;
  const until = Timestamp === null ? clock.now().getTime() + Number(Seconds) * 1000 : Date.parse(Timestamp);
  await run.resting(moments.reach(new Date(until), run.over));
}

async function failureOf(visit: Visit): Promise<StateFailure> {
  const { Error: error = 'States.Failed', Cause = '' } = visit.state as { Error?: string; Cause?: string };
  const said = (await filled({ error, Cause }, statesOf(visit), visit.variables)) as {
    error: string;
    Cause: string;
  };
  return new StateFailure(said.error, said.Cause);
}
