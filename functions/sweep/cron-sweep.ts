/** Lambda: once a day, has what every tenant of the cell holds swept and sealed. Whoever has a calendar is noted. */
import middy from '@middy/core';
import { sealDue } from '../../shared/audit/sealer.ts';
import { Due } from '../../shared/events/due.ts';
import { isTimeToSweep } from '../../shared/events/night.ts';
import { send } from '../../shared/events/send.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { log } from '../../shared/log.ts';
import { places } from '../../shared/table/keys.ts';
import { directoryTable } from '../../shared/table/table.ts';
import { CLOSE } from '../periods/due.ts';

export const handler = middy(async (schedule: { readonly at: string }): Promise<void> => {
  const at = new Date(schedule.at).toISOString() as Instant;
  if (!isTimeToSweep(at)) return;
  const notes = await directoryTable().all(places.due(CLOSE), Due);
  const tenants = [...new Set(notes.map(({ tenant }) => tenant))];
  await send(
    'sweep/on-sweep-due',
    tenants.map((tenant) => ({ type: 'sweep.due', tenant, at, data: {} })),
  );
  await send(
    'audit/on-seal-due',
    tenants.map((tenant) => sealDue(tenant, at)),
  );
  log.info('had the tenants swept', { tenants: tenants.length });
});
