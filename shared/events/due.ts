/**
 * Work that falls due at a moment: noted in the directory, found by a schedule's tick. A tick takes all
 * that is due up to its time, so one that was missed is caught up by the next; a note is removed after
 * its message is safe in a queue, so dying in between sends it twice and loses nothing.
 */
import middy from '@middy/core';
import * as z from 'zod';
import { TenantId } from '../kernel/ids.ts';
import { isRefused } from '../kernel/refusal.ts';
import { Instant } from '../kernel/time.ts';
import { log } from '../log.ts';
import { keys, places } from '../table/keys.ts';
import type { Table } from '../table/operations.ts';
import { directoryTable } from '../table/table.ts';
import type { Envelope } from './catalog.ts';
import { send } from './send.ts';

/** A note: for whom, about what (a period's id, say), and when. */
export const Due = z.object({
  concern: z.string(),
  at: Instant,
  tenant: TenantId,
  subject: z.string(),
  /** For work that comes again and again: a note that is made anew with another mark is not removed. */
  mark: z.string().optional(),
});
export type Due = z.output<typeof Due>;

/** Notes something that falls due; noting it twice is noting it once. */
export function note(due: Due): Promise<void> {
  return directoryTable().put(keys.due(due.concern, due.at, due.tenant, due.subject), due);
}

type Message = Omit<Envelope, 'id'>;

/** The tick of one concern: a message to `to` for each note that is due, and for what has no note. */
export function tick(
  concern: string,
  to: string,
  messageOf: (due: Due, now: Instant) => Message,
  unnoted: (directory: Table, now: Instant) => Promise<readonly Message[]> = async () => [],
) {
  return middy(async (schedule: { readonly at: string }): Promise<void> => {
    const now = new Date(schedule.at).toISOString() as Instant;
    const directory = directoryTable();
    const due = await directory.all(places.due(concern), Due, { before: `${now}~` });
    // Several notes may say the same, as a month and its quarter do: that is one message.
    const all = [...due.map((note) => messageOf(note, now)), ...(await unnoted(directory, now))];
    const messages = new Map(all.map((message) => [JSON.stringify(message), message]));
    await send(to, [...messages.values()]);
    for (const note of due) await removeIfSame(directory, note);
    log.info('looked for what is due', { concern, due: due.length });
  });
}

/** Who noted it anew while its message was on the way may have come too late for that message. */
async function removeIfSame(directory: Table, { concern, at, tenant, subject, mark }: Due): Promise<void> {
  try {
    await directory.remove(keys.due(concern, at, tenant, subject), mark === undefined ? undefined : { mark });
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
  }
}
