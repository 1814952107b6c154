/** Puts events on a bus, ten in a request; those that were not taken are sent again, the others are not. */
import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';
import { log } from '../log.ts';
import type { Announcement } from './new-facts.ts';

const AT_ONCE = 10;
const ATTEMPTS = 4;
const PAUSE_MS = 50;
const bridge = new EventBridgeClient({ requestHandler });

/** The announcements that the bus did not take, however often it was asked. */
export async function publish<A extends Announcement>(all: readonly A[]): Promise<A[]> {
  const refused: A[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    refused.push(...(await putUntilTaken(all.slice(start, start + AT_ONCE))));
  }
  return refused;
}

async function putUntilTaken<A extends Announcement>(some: readonly A[]): Promise<A[]> {
  let left = [...some];
  for (let attempt = 1; left.length > 0 && attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await pause(PAUSE_MS * 2 ** attempt);
    left = await put(left);
  }
  return left;
}

/** Half a batch may be refused although the request as a whole succeeds. */
async function put<A extends Announcement>(some: readonly A[]): Promise<A[]> {
  try {
    const { FailedEntryCount = 0, Entries = [] } = await bridge.send(
      new PutEventsCommand({ Entries: some.map(entryOf) }),
    );
    return FailedEntryCount === 0 ? [] : some.filter((_, n) => Entries[n]?.ErrorCode !== undefined);
  } catch (error) {
    log.warn('the bus took no events', { error: error instanceof Error ? error.name : 'unknown' });
    return [...some];
  }
}

/** Events about a tenant go to its cell where the item names one, and else stay in the plane. */
function entryOf({ envelope, cell }: Announcement): PutEventsRequestEntry {
  return {
    Source: `attain.${environment('PLANE')}`,
    DetailType: envelope.type,
    Detail: JSON.stringify(envelope),
    EventBusName: cell === undefined ? environment('BUS_NAME') : `attain-${cell}`,
    Time: new Date(envelope.at),
  };
}
