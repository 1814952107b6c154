/** Webhooks that cannot be used wait in quarantine; once they can be, they are replayed. */
import type { Json } from '../../../infra/cli/client.ts';
import type { Said } from '../model.ts';
import { dealsOf } from '../reading.ts';
import { messageOf, reconciled, sendUntilTaken, setUp } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const EARLY: readonly Said[] = ['d1', 'd2'].map((record) => ({
  record,
  day: 12,
  what: 'won',
  amount: 100,
  status: 'won',
  owner: 'Ana',
}));
const RECORDS = EARLY.map(({ record }) => record);

export const quarantine: UseCase = {
  name: 'quarantine',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene);
    const waiting = `/v1/connectors/${company.connector.id}/quarantine`;
    const ana = { name: 'Ana', email: 'ana@acme.example', ownerRefs: ['u-ana'] };
    return {
      async act() {
        for (const said of EARLY) await sendUntilTaken(company, scene, messageOf(said));
        await sendUntilTaken(company, scene, { id: 'nonsense', body: '[]' });
        await scene.rest();
        await admin.ask('POST', '/v1/people', { body: ana, done: 'person.exists' });
        const items = await admin.list<{ id: string; code: string }>(waiting, 1);
        const first = items.find(({ code }) => code === 'owner.unknown');
        await admin.ask('POST', `${waiting}/${first?.id}/replay`, { done: 'quarantine.empty' });
        await scene.rest();
        await admin.post(`${waiting}/replay`);
        await scene.rest();
      },
      async look() {
        const left = await api.list<Json>(waiting);
        const people = await api.list<{ name: string; id: string }>('/v1/people');
        const named = Object.fromEntries(people.map(({ name, id }) => [name, id]));
        return {
          counts: await reconciled(api, company.connector.id, 3),
          left: left.map(({ code }) => code),
          credits: await dealsOf(api, company.connector.id, named, RECORDS),
        };
      },
      model: {
        counts: { applied: 2, quarantined: 1 },
        left: ['body.shape'],
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
