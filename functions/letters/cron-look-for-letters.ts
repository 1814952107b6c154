/** Lambda: at night, has the letters of every company looked through for those that nobody has accepted. */
import { nightly } from '../../shared/events/night.ts';
import { CLOSE } from '../periods/due.ts';

export const handler = nightly(CLOSE, { 'letters/on-letters-due': 'letters.due' });
