/** Writing what is the same whoever writes it: an item that is there already is as good. */
import { isRefused } from '../kernel/refusal.ts';
import type { Fact } from './items.ts';
import type { IndexedKey } from './keys.ts';
import type { Table } from './operations.ts';

/** Whether the item was made now; its facts are announced only then. */
export async function putOnce(
  table: Table,
  key: IndexedKey,
  value: object,
  facts: readonly Fact[] = [],
): Promise<boolean> {
  try {
    await table.put(key, value, { ifAbsent: true, facts });
    return true;
  } catch (error) {
    if (isRefused(error, 'version.stale')) return false;
    throw error;
  }
}
