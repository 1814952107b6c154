/** Lambda: at night, has what every company of the cell holds swept and sealed. */
import { nightly } from '../../shared/events/night.ts';
import { CLOSE } from '../periods/due.ts';

export const handler = nightly(CLOSE, {
  'sweep/on-sweep-due': 'sweep.due',
  'audit/on-seal-due': 'seal.due',
});
