/** Webhooks and a deal of which nobody was told are found by the sweep of a later day, and credited. */
import type { Json } from '../../../infra/cli/client.ts';
import { answering, callOf, isAnnouncement, unannounced } from '../holding.ts';
import type { Said } from '../model.ts';
import { dealsOf } from '../reading.ts';
import { messageOf, reconciled, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const LATER = '2026-02-02T02:00:00.000Z';
/** Whose announcement of which deal is forgotten. */
const FORGOTTEN = { d1: 'crm/api-intake', d2: 'deals/on-webhook-received' } as const;
const RECORDS = Object.keys(FORGOTTEN);
const won = (record: string): Said => ({
  record,
  day: 12,
  what: 'won',
  amount: 100,
  status: 'won',
  owner: 'Ana',
});

export const sweeping: UseCase = {
  name: 'sweeping',
  async stage(scene) {
    const { host } = scene;
    const { company, api } = await setUp(scene);
    const people = await staff(api, 'Ana');
    await host.idle();
    for (const [record, entry] of Object.entries(FORGOTTEN)) {
      answering(host, (call) => callOf(entry)(call) && isAnnouncement(call), unannounced);
      await sendUntilTaken(company, scene, messageOf(won(record)));
      await host.idle();
    }
    host.aws.onCall(undefined);
    return {
      async act() {
        // The schedule's own tick would have every tenant of the host swept, and there are hundreds.
        const due = { id: 'msg_sweep', type: 'sweep.due', tenant: company.tenant, at: LATER, data: {} };
        host.aws.queue('attain-pool-sweep-on-sweep-due').send(JSON.stringify(due));
        await scene.rest();
      },
      look: async (): Promise<Json> => ({
        counts: await reconciled(api, company.connector.id, 2),
        credits: await dealsOf(api, company.connector.id, people, RECORDS),
      }),
      model: {
        counts: { applied: 2, quarantined: 0 },
        credits: RECORDS.map((record) => ({
          record,
          day: '2026-01-12',
          person: 'Ana',
          amountMinor: '10000',
        })),
      },
    };
  },
};
