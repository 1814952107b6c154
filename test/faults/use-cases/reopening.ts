/** A month that is paid is reopened and approved of: whatever fails on the way, the next one posts it once. */
import { COMMISSION, enrolled, runOf, setQuota, type Statement } from '../../kit/paying.ts';
import { Client, type Json } from '../../../infra/cli/client.ts';
import { Customer } from '../customer.ts';
import type { Said } from '../model.ts';
import { messageOf, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

/** Of 100.00 the 100.00 pay 10.00; of 80.00 they pay 8.00 + 20.00 × 15 % = 11.00. */
const WON: Said = { record: 'd1', day: 12, what: 'won', amount: 100, status: 'won', owner: 'Ana' };
const LESS = { amountMinor: '8000', currency: 'EUR', forReopening: true };
const PAID = '2026-m01';
const OPEN = '2026-m02';

type Reopening = Json & { readonly id: string; readonly summary?: Json };

export const reopening: UseCase = {
  name: 'reopening',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene);
    const { Ana = '', Finn = '' } = await staff(api, 'Ana', 'Finn');
    await enrolled(api, [Ana], { name: 'Sellers', period: 'month', components: [COMMISSION] });
    for (const month of [PAID, OPEN]) await setQuota(api, Ana, month, '10000');
    await sendUntilTaken(company, scene, messageOf(WON));
    await scene.host.idle();
    await api.post(`/v1/periods/${PAID}/close`);
    await runOf(scene, api, PAID, 'final');
    await api.put(`/v1/people/${Ana}/quotas/${PAID}`, LESS, { ifMatch: 1 });
    const login = { email: 'finn@acme.example', person: Finn, roles: ['finance'] };
    await new Client(scene.at.control, api.token).post('/v1/logins', login, { key: 'finn' });
    const finance = new Customer(scene, scene.at.api, (await company.api(login.email)).token);
    const path = `/v1/periods/${PAID}/reopenings`;
    return {
      async act() {
        const { id } = await admin.post<Reopening>(path, { reason: 'typing error' }, 'ask');
        await scene.rest();
        await finance.post(`/v1/reopenings/${id}/approve`);
        await admin.post('/v1/runs', { period: OPEN }, 'preview');
        await scene.rest();
      },
      async look() {
        const [one, ...more] = await api.list<Reopening>(path);
        const runs = await api.list<{ id: string; status: string; summary: Json }>('/v1/runs');
        const preview = runs.find(({ summary }) => summary['kind'] === 'preview');
        const of = `/v1/people/${Ana}/statements`;
        const { lines } = await api.get<Statement>(`${of}/${OPEN}?run=${preview?.id}`);
        const stands = await api.get<Statement>(`${of}/${PAID}`);
        return {
          more: more.length,
          status: one?.['status'],
          summary: one?.summary,
          posted: lines.map(({ amountMinor, trueUpOf }) => [amountMinor, trueUpOf]),
          stands: stands.totalMinor,
        };
      },
      model: {
        more: 0,
        status: 'approved',
        summary: { changed: 1, unchanged: 0, held: 0, deltaMinor: '100', currency: 'EUR' },
        posted: [['100', PAID]],
        stands: '1000',
      },
    };
  },
};
