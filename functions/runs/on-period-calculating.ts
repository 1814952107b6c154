/** Lambda: a period is being closed, so its commission run is due; the next tick of the schedule starts it. */
import { consume } from '../../shared/events/consume.ts';
import { note } from '../../shared/events/due.ts';

export const handler = consume('period.calculating', ({ tenant, at, data }) =>
  note({ concern: 'run', at, tenant, subject: data.period }),
);
