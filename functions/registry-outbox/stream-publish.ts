/** Facts leave the registry: an item that names a cell speaks to that cell's bus. */
import { outbox } from '../../shared/events/outbox.ts';

export const handler = outbox();
