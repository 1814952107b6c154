/** Lambda: every 15 minutes, tells the tenants whose periods are due that they are. */
import { tick } from '../../shared/events/due.ts';
import { CLOSE } from './due.ts';

export const handler = tick(CLOSE, 'periods/on-close-due', ({ tenant }, at) => ({
  type: 'close.due',
  tenant,
  at,
  data: {},
}));
