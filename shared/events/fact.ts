/** Facts: what a write announces. They leave the table through the stream, and nowhere else. */
import type * as z from 'zod';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Fact } from '../table/items.ts';
import type { catalog, EventType } from './catalog.ts';

/**
 * A fact of a type of the catalog. Its id follows from what happened (`parts` tells one happening from
 * another of the same type), so that a write that is repeated announces nothing twice.
 */
export function fact<T extends EventType>(
  type: T,
  at: Instant,
  data: z.input<(typeof catalog)[T]>,
  ...parts: readonly string[]
): Fact {
  return { id: derivedId('evt', type, JSON.stringify(data), ...parts), type, at, data };
}
