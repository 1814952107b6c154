/** Somebody reaches their quota, which is found at night: whatever fails on the way, each milestone is told once. */
import { enrolled, setQuota } from '../../kit/paying.ts';
import type { Said } from '../model.ts';
import { messageOf, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const NIGHT = '2026-02-02T02:00:00.000Z';
const FLAT = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' };
/** 100.00 of 100.00. */
const WON: Said = { record: 'd1', day: 12, what: 'won', amount: 100, status: 'won', owner: 'Ana' };

export const noticing: UseCase = {
  name: 'noticing',
  async stage(scene) {
    const { host } = scene;
    const { company, api } = await setUp(scene);
    const { Ana = '' } = await staff(api, 'Ana');
    await enrolled(api, [Ana], { name: 'Sellers', period: 'month', components: [FLAT] });
    await setQuota(api, Ana, '2026-m01', '10000');
    await sendUntilTaken(company, scene, messageOf(WON));
    await host.idle();
    return {
      async act() {
        // The schedule's own tick would look at every tenant of the host, and there are hundreds.
        const due = { id: 'msg_night', type: 'milestones.due', tenant: company.tenant, at: NIGHT, data: {} };
        host.aws.queue('attain-pool-milestones-on-milestones-due').send(JSON.stringify(due));
        await scene.rest();
      },
      async look() {
        const notices = await api.list(`/v1/people/${Ana}/notices`);
        return { notices: notices.map(({ measure, percent, at }) => [measure, percent, at]) };
      },
      model: { notices: [100, 90, 50].map((percent) => ['bookings', percent, NIGHT]) },
    };
  },
};
