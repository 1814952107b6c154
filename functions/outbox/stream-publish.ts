/** Facts leave the cell's table. */
import { outbox } from '../../shared/events/outbox.ts';

export const handler = outbox();
