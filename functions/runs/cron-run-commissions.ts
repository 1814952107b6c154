/** Lambda: every quarter of an hour, starts the commission runs that are due. */
import { tick } from '../../shared/events/due.ts';

export const handler = tick('run', 'runs/on-run-due', ({ tenant, subject }, now) => ({
  type: 'run.due',
  tenant,
  at: now,
  data: { period: subject },
}));
