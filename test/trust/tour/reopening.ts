/** Stops at what was paid, and should have been paid otherwise: months that are reopened. */
import type { Client } from '../../../infra/cli/client.ts';
import { COMMISSION, enrolled, runOf, setQuota } from '../../kit/paying.ts';
import { hire, reportTo } from '../../kit/platform.ts';
import { connect, send, won } from './crm.ts';
import { type Guide, redeliver, show, type Stop, twoPages } from './guide.ts';
import { adjusting, runBoth } from './ledger.ts';
import { PATIENCE_MS, unheard } from './sweep.ts';

const MONTHS = ['2026-m01', '2026-m02'];

type Reopening = { readonly id: string; readonly status: string; readonly summary?: { changed: number } };

/** Two months are paid, to a seller and to their manager abroad; then less was asked of both. */
async function paid(guide: Guide) {
  const { tenant, api, person, finance } = await adjusting(guide);
  const mia = await hire(api, 'Mia');
  await reportTo(api, person, { person: mia, from: '2026-01-01' });
  await api.put('/v1/currency-rates/2026-01-30/EUR/GBP', { rate: '0.8' });
  const measures = [{ id: 'bookings', credits: 'both' }];
  const plan = await enrolled(api, [person], {
    name: 'Sellers',
    period: 'month',
    measures,
    components: [COMMISSION],
  });
  const abroad = { person: mia, plan, version: 1, from: '2026-01-01', to: null, payCurrency: 'GBP' };
  await api.post('/v1/enrolments', abroad, { key: 'abroad' });
  for (const month of [...MONTHS, '2026-m03'])
    for (const one of [person, mia]) await setQuota(api, one, month, '10000000');
  const crm = await connect(api, 'CRM');
  await send(guide, crm, won('d1', '2026-01-20'));
  await runBoth(guide, api);
  const less = { amountMinor: '2500000', currency: 'EUR', forReopening: true };
  for (const one of [person, mia])
    await api.put(`/v1/people/${one}/quotas/${MONTHS[0]}`, less, { ifMatch: 1 });
  return { tenant, api, person, finance, crm };
}

async function ask({ platform }: Guide, api: Client, period: string | undefined, reason: string) {
  const path = `/v1/periods/${period}/reopenings`;
  const { id } = await api.post<Reopening>(path, { reason }, { key: `${period} ${reason}` });
  await platform.host.idle();
  return api.get<Reopening>(`/v1/reopenings/${id}`);
}

/** 50,000 of 25,000 pay 2,500 + 937.50 + 3,750 = 7,187.50 instead of 5,000, and what came late 2,000 more. */
const reopenings: Stop = {
  name: 'months are reopened',
  async visit(guide) {
    const { tenant, api, person, finance, crm } = await paid(guide);
    const first = await ask(guide, api, MONTHS[0], 'in vain');
    const { status, summary } = first;
    show(`both are paid otherwise: ${status} ${summary?.changed}`, summary?.changed === 2);
    await twoPages(api, `/v1/reopenings/${first.id}/differences`);
    await finance.post(`/v1/reopenings/${first.id}/reject`);
    const again = await ask(guide, api, MONTHS[0], 'typing error');
    await finance.post(`/v1/reopenings/${again.id}/approve`);
    await twoPages(api, `/v1/periods/${MONTHS[0]}/reopenings`);
    const next = await ask(guide, api, MONTHS[1], 'to be sure');
    show('nothing changed in the second month', next.summary?.changed === 0);
    await finance.post(`/v1/reopenings/${next.id}/approve`);
    const asked = { tenant, data: { reopening: next.id } };
    await redeliver(guide, 'runs-on-reopening-asked', 'reopening.asked', asked);
    await send(guide, crm, won('late', '2026-01-25', 'u-ana', { amount: '10000.00' }));
    await redeliver(guide, 'milestones-on-milestones-due', 'milestones.due', { tenant, data: {} });
    await api.post(`/v1/people/${person}/estimate`, { period: '2026-m03', amountMinor: '100' });
    const { id: run } = await runOf(guide.platform, api, '2026-m03', 'reopened');
    const path = `/v1/people/${person}/statements/2026-m03`;
    const { lines } = await api.get<{ lines: { amountMinor: string }[] }>(`${path}?run=${run}`);
    const amounts = lines.map(({ amountMinor }) => amountMinor);
    show(`it is posted: ${amounts.join()}`, amounts.join() === '218750,200000');
    await api.get(`${path}/lines/1/explanation?run=${run}`);
  },
};

const unheardOf: Stop = {
  name: 'a reopening that nobody was told of',
  async visit(guide) {
    const { tenant, api } = await paid(guide);
    let id = '';
    await unheard(guide, 'runs/api-reopenings', async () => {
      const body = { reason: 'typing error' };
      id = (await api.post<Reopening>(`/v1/periods/${MONTHS[0]}/reopenings`, body, { key: 'typing' })).id;
    });
    const at = new Date(guide.platform.host.clock.now().getTime() + PATIENCE_MS).toISOString();
    await redeliver(guide, 'sweep-on-sweep-due', 'sweep.due', { tenant, data: {}, at });
    const { status } = await api.get<Reopening>(`/v1/reopenings/${id}`);
    show('its differences are known', status === 'proposed');
  },
};

export const onSecondThoughts: readonly Stop[] = [reopenings, unheardOf];
