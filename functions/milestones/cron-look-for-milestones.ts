/** Lambda: once a day, has what the payees of every company have reached looked at. */
import middy from '@middy/core';
import { Due } from '../../shared/events/due.ts';
import { isTimeToSweep } from '../../shared/events/night.ts';
import { send } from '../../shared/events/send.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { log } from '../../shared/log.ts';
import { places } from '../../shared/table/keys.ts';
import { directoryTable } from '../../shared/table/table.ts';
import { CLOSE } from '../periods/due.ts';

/** Whoever has a calendar has a note of when it closes. */
export const handler = middy(async (schedule: { readonly at: string }): Promise<void> => {
  const at = new Date(schedule.at).toISOString() as Instant;
  if (!isTimeToSweep(at)) return;
  const notes = await directoryTable().all(places.due(CLOSE), Due);
  const tenants = [...new Set(notes.map(({ tenant }) => tenant))];
  await send(
    'milestones/on-milestones-due',
    tenants.map((tenant) => ({ type: 'milestones.due', tenant, at, data: {} })),
  );
  log.info('had milestones looked for', { tenants: tenants.length });
});
