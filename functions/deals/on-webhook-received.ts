/** A webhook was received: what it says is added to its deal, or it is set aside with the reason. */
import { unstow } from '../../shared/blobs.ts';
import { consume } from '../../shared/events/consume.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { tenantTable } from '../../shared/table/table.ts';
import type { Received } from '../crm/inbox.ts';
import { readDealEvent } from '../crm/normal-form.ts';
import { quarantine, received } from '../crm/store.ts';
import type { Org } from '../people/org.ts';
import { orgOf } from '../people/store.ts';
import type { Settings } from '../settings/settings.ts';
import { settingsOf } from '../settings/store.ts';
import { changeIdOf, dealIdOf } from './deal.ts';
import { ownersOf } from './owners.ts';
import { addChange, countAgain } from './store.ts';

export const handler = consume('webhook.received', async ({ id: cause, tenant, at, data }) => {
  const table = tenantTable(tenant);
  const [item, settings, org] = await Promise.all([received(table, data), settingsOf(table), orgOf(table)]);
  assert(item, 'what was announced lies in the inbox');
  // It was judged, and this message came twice: only a replay takes it out.
  if (item.status === 'quarantined') return;
  const read = readChange(item, await unstow(tenant, item.body), settings, org);
  if ('unusable' in read) return quarantine(table, item, read.unusable, at);
  const { recordId, change } = read;
  const deal = { id: dealIdOf(item.connector, recordId), connector: item.connector, recordId };
  const addition = { deal, change, at, cause };
  await (item.replays === 0 ? addChange(table, addition) : countAgain(table, addition, item));
});

function readChange(item: Received, body: Uint8Array, settings: Settings, org: Org) {
  const reading = readDealEvent(body, settings);
  if ('unusable' in reading) return reading;
  const naming = ownersOf(reading.event, org);
  if ('unusable' in naming) return naming;
  const { connector, day, dedupe, receivedAt } = item;
  const { recordId, splits: _, overlays: __, ...event } = reading.event;
  const inbox = { connector, day, dedupe, receivedAt };
  return { recordId, change: { ...event, ...naming.owners, id: changeIdOf(item), inbox } };
}
