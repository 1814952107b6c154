/**
 * What is done for every company once a day: in a quarter of an hour at night. Whoever has a calendar has a note
 * of when it closes, so those notes name all companies of a cell.
 */
import middy from '@middy/core';
import type { Instant } from '../kernel/time.ts';
import { log } from '../log.ts';
import { places } from '../table/keys.ts';
import { directoryTable } from '../table/table.ts';
import type { EventType } from './catalog.ts';
import { Due } from './due.ts';
import { send } from './send.ts';

const AT_NIGHT = /T02:(0\d|1[0-4]):/;

export const isNight = (now: Instant): boolean => AT_NIGHT.test(now);

/** The Lambda that is told the time: at night each queue gets a message of its type for every company noted. */
export function nightly(concern: string, queues: Readonly<Record<string, EventType>>) {
  return middy(async (schedule: { readonly at: string }): Promise<void> => {
    const at = new Date(schedule.at).toISOString() as Instant;
    if (!isNight(at)) return;
    const notes = await directoryTable().all(places.due(concern), Due);
    const tenants = [...new Set(notes.map(({ tenant }) => tenant))];
    for (const [queue, type] of Object.entries(queues)) {
      await send(
        queue,
        tenants.map((tenant) => ({ type, tenant, at, data: {} })),
      );
    }
    log.info('had the companies looked at', {
      tenants: tenants.length,
      for: Object.values(queues).join(' '),
    });
  });
}
