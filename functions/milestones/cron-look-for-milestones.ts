/** Lambda: at night, has what the payees of every company have reached looked at. */
import { nightly } from '../../shared/events/night.ts';
import { CLOSE } from '../periods/due.ts';

export const handler = nightly(CLOSE, { 'milestones/on-milestones-due': 'milestones.due' });
