/** Lambda: has the state machine calculate a run that has begun. Its name is the run's, so there is one. */
import { consume } from '../../shared/events/consume.ts';
import { start } from '../../shared/events/start.ts';
import { executionOf } from './run.ts';

export const handler = consume('run.started', ({ tenant, at, data: { run, again } }) =>
  start('runs/calculation', executionOf(run, again), { tenant, run, at: again ?? at }),
);
