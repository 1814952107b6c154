/** Seals what waits of a tenant's audit entries into the next pages of its chain. */
import type { Envelope } from '../events/catalog.ts';
import { consume } from '../events/consume.ts';
import { tick } from '../events/due.ts';
import { isNight } from '../events/night.ts';
import type { TenantId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Table } from '../table/operations.ts';
import { tenantTable } from '../table/table.ts';
import type { Recorded } from './entry.ts';
import { type End, nextPage } from './page.ts';
import { SEAL } from './recorder.ts';
import { addPage, chainBehind, forget, waitingEntries } from './store.ts';

type Everyone = (directory: Table) => Promise<readonly TenantId[]>;

/** Has sealed whatever waits of a tenant by then. */
const sealDue = (tenant: TenantId, at: Instant): Omit<Envelope, 'id'> => ({
  type: 'seal.due',
  tenant,
  at,
  data: {},
});

/**
 * The Lambda that is told the time. `to` is the entry that seals. A note that was lost, or whose message was
 * given up, leaves entries that nobody knows of: once a day `everyone` is looked at, noted or not.
 */
export const sealingTick = (to: string, everyone: Everyone = nobody) =>
  tick(
    SEAL,
    to,
    ({ tenant }, at) => sealDue(tenant, at),
    async (directory, at) =>
      isNight(at) ? (await everyone(directory)).map((tenant) => sealDue(tenant, at)) : [],
  );

const nobody: Everyone = async () => [];

/** The Lambda that seals. */
export const sealer = () => consume('seal.due', ({ tenant, at }) => seal(tenantTable(tenant), at));

/**
 * Of two that seal at once, one adds the next page and the other looks again. Entries are removed once they
 * are in a page, and what is in a page is not sealed again, so dying anywhere loses none and doubles none.
 */
export async function seal(table: Table, now: Instant): Promise<void> {
  for (;;) {
    const waiting = await waitingEntries(table);
    if (waiting.length === 0) return;
    const { end, sealed } = await chainBehind(table, waiting);
    const fresh = waiting.filter(({ entry }) => !sealed.has(entry.id));
    await forget(
      table,
      waiting.filter(({ entry }) => sealed.has(entry.id)),
    );
    if (fresh.length > 0) await sealNext(table, end, fresh, now);
  }
}

async function sealNext(table: Table, end: End, fresh: readonly Recorded[], now: Instant): Promise<void> {
  const page = nextPage(end, fresh, now);
  if (await addPage(table, page)) await forget(table, fresh.slice(0, page.n - end.n));
}
