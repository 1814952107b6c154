/** A month is closed by hand; what comes for it afterwards is said late, in the next one. */
import type { Json } from '../../../infra/cli/client.ts';
import type { Said } from '../model.ts';
import { dealsOf } from '../reading.ts';
import { messageOf, reconciled, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const IN_TIME: Said = { record: 'd1', day: 12, what: 'won', amount: 100, status: 'won', owner: 'Ana' };
const TOO_LATE: readonly Said[] = [
  { record: 'd1', day: 13, what: 'amended', amount: 900 },
  { record: 'd2', day: 14, what: 'won', amount: 50, status: 'won', owner: 'Ana' },
];

export const late: UseCase = {
  name: 'late',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene);
    const people = await staff(api, 'Ana');
    const connector = company.connector.id;
    const waiting = `/v1/connectors/${connector}/quarantine`;
    await sendUntilTaken(company, scene, messageOf(IN_TIME));
    await scene.host.idle();
    return {
      async act() {
        await admin.post('/v1/periods/2026-m01/close');
        await scene.rest();
        for (const said of TOO_LATE) await sendUntilTaken(company, scene, messageOf(said));
        await scene.rest();
        await admin.post(`${waiting}/replay`);
        await scene.rest();
      },
      async look() {
        const left = await api.list<Json>(waiting);
        return {
          counts: await reconciled(api, connector, 3),
          left: left.map(({ code }) => code),
          credits: await dealsOf(api, connector, people, ['d1', 'd2']),
          month: (await api.get<Json>('/v1/periods/2026-m01'))['status'],
        };
      },
      model: {
        counts: { applied: 3, quarantined: 0 },
        left: [],
        credits: [
          { record: 'd1', day: '2026-01-12', person: 'Ana', amountMinor: '10000' },
          { record: 'd1', day: '2026-01-13', person: 'Ana', amountMinor: '-10000' },
          { record: 'd1', day: '2026-01-13', person: 'Ana', amountMinor: '90000' },
          { record: 'd2', day: '2026-01-14', person: 'Ana', amountMinor: '5000' },
        ],
        month: 'calculating',
      },
    };
  },
};
