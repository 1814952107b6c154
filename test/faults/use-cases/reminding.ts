/** Somebody has not accepted their letter, which is found at night: whatever fails on the way, they are told once. */
import { enrolled } from '../../kit/paying.ts';
import { setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const NIGHT = '2026-02-02T02:00:00.000Z';
const FLAT = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' };

export const reminding: UseCase = {
  name: 'reminding',
  async stage(scene) {
    const { host } = scene;
    const { company, api } = await setUp(scene);
    const { Ana = '' } = await staff(api, 'Ana');
    const plan = await enrolled(api, [Ana], { name: 'Sellers', period: 'month', components: [FLAT] });
    return {
      async act() {
        // The schedule's own tick would look at every tenant of the host, and there are hundreds.
        const due = { id: 'msg_night', type: 'letters.due', tenant: company.tenant, at: NIGHT, data: {} };
        host.aws.queue('attain-pool-letters-on-letters-due').send(JSON.stringify(due));
        await scene.rest();
      },
      async look() {
        const { open } = await api.get<{ open: { name: string; reminders: object[] }[] }>(
          `/v1/plans/${plan}/versions/1/acceptances`,
        );
        return { open: open.map(({ name, reminders }) => ({ name, reminders })) };
      },
      model: { open: [{ name: 'Ana', reminders: [{ days: 0, at: NIGHT }] }] },
    };
  },
};
