/**
 * Proof that nothing is lost between a CRM and its deals:
 *
 *   received = applied + ignored + quarantined + pending
 *
 * Received counts deliveries. Those after the first of one webhook are ignored; the first is applied once
 * its change counts in a deal, in quarantine while it waits for somebody, and pending in between.
 */
import * as z from 'zod';
import { itemIdOf, type Pointer, type Received } from '../crm/inbox.ts';
import { changeIdOf, countedChanges, type Deal } from './deal.ts';

export const Reconciliation = z.object({
  received: z.int(),
  applied: z.int(),
  ignored: z.int(),
  quarantined: z.int(),
  pending: z.int(),
  /** Ids of some webhooks that are pending, for whoever looks into it. */
  pendingItems: z.array(z.string()),
});
export type Reconciliation = z.output<typeof Reconciliation>;

type Arrived = Pointer & Pick<Received, 'deliveries' | 'status'>;
const SHOWN = 20;

export function reconcile(items: readonly Arrived[], deals: readonly Deal[]): Reconciliation {
  const counted = new Set(deals.flatMap(countedChanges).map(({ id }) => id));
  const quarantined = items.filter(({ status }) => status === 'quarantined');
  const others = items.filter(({ status }) => status !== 'quarantined');
  const pending = others.filter((item) => !counted.has(changeIdOf(item)));
  const received = items.reduce((sum, { deliveries }) => sum + deliveries, 0);
  return {
    received,
    applied: others.length - pending.length,
    ignored: received - items.length,
    quarantined: quarantined.length,
    pending: pending.length,
    pendingItems: pending.slice(0, SHOWN).map(itemIdOf),
  };
}
