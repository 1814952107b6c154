/** Sales operations say whose a deal is, replace that, and release it for another: each once, whatever happens. */
import { dealIdOf } from '../../../functions/deals/deal.ts';
import type { Json } from '../../../infra/cli/client.ts';
import { ConnectorId } from '../../../shared/kernel/ids.ts';
import { dealsOf } from '../reading.ts';
import { messageOf, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const RECORDS = ['d1', 'd2'];

export const overriding: UseCase = {
  name: 'overriding',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene);
    const people = await staff(api, 'Ana', 'Ben');
    const pathOf = (record: string) =>
      `/v1/deals/${dealIdOf(ConnectorId.parse(company.connector.id), record)}/credit-override`;
    const whose = (name: string): Json => ({
      splits: [{ person: people[name], share: '1' }],
      reason: 'Agreed',
    });
    for (const record of RECORDS) {
      const won = { record, day: 2, what: 'won', amount: 300, status: 'won', owner: 'Ana' } as const;
      await sendUntilTaken(company, scene, messageOf(won));
    }
    await scene.rest();
    return {
      async act() {
        for (const record of RECORDS) await admin.put(pathOf(record), whose('Ben'));
        await scene.rest();
        await admin.ask('DELETE', pathOf('d1'), { ifMatch: '"1"' });
        await admin.put(pathOf('d2'), whose('Ana'), '"1"');
        await scene.rest();
      },
      async look() {
        const standing = await api.get<{ version: number }>(pathOf('d2'));
        const released = await api.get(pathOf('d1')).catch(({ status }: { status: number }) => status);
        const credits = await dealsOf(api, company.connector.id, people, RECORDS);
        const told = credits.map(({ record, person, amountMinor }) =>
          [record, person, amountMinor].join(' '),
        );
        return { version: standing.version, released, credits: told.sort() };
      },
      model: {
        version: 2,
        released: 404,
        // Ana's by the CRM; Ben's; Ana's again, by the CRM or by a second override.
        credits: RECORDS.flatMap((record) => [
          `${record} Ana -30000`,
          `${record} Ana 30000`,
          `${record} Ana 30000`,
          `${record} Ben -30000`,
          `${record} Ben 30000`,
        ]),
      },
    };
  },
};
