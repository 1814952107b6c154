/** Retry and Catch: what becomes of a state that fails. */
import { backOff } from '../work.ts';
import { asFailure, isMeant, type StateFailure } from './failure.ts';
import { type Left, leave, type Visit } from './flow.ts';
import type { Retrier } from './definition.ts';

const TRIES = 3;

/** Acts until it is done, or no retrier is left that means the failure; then a catcher takes over, if one does. */
export async function attempted(visit: Visit, act: (visit: Visit) => Promise<Left>): Promise<Left> {
  const used = new Map<Retrier, number>();
  for (let retries = 0; ; retries += 1) {
    const again = withRetries(visit, retries);
    try {
      return await act(again);
    } catch (error) {
      const failure = asFailure(error);
      visit.run.requireGoing();
      const retrier = visit.state.Retry?.find(({ ErrorEquals }) => isMeant(failure, ErrorEquals));
      const tries = (retrier && used.get(retrier)) ?? 0;
      if (!retrier || tries >= (retrier.MaxAttempts ?? TRIES)) return caught(again, failure);
      used.set(retrier, tries + 1);
      await backOff(tries + 1);
    }
  }
}

const withRetries = (visit: Visit, retries: number): Visit => {
  const { State, ...others } = visit.context as { State: object };
  return { ...visit, context: { ...others, State: { ...State, RetryCount: retries } } };
};

async function caught(visit: Visit, failure: StateFailure): Promise<Left> {
  const catcher = visit.state.Catch?.find(({ ErrorEquals }) => isMeant(failure, ErrorEquals));
  if (!catcher) throw failure;
  const errorOutput = { Error: failure.error, Cause: failure.why };
  return leave(visit, catcher, errorOutput, { errorOutput });
}
