/** Stops at the markets: who covers which territory, and what currencies are worth. */
import { show, type Stop, twoPages } from './guide.ts';

const territories: Stop = {
  name: 'territories',
  async visit({ api, n, ana }) {
    const [one, other] = [`North ${n}`, `South ${n}`];
    for (const id of [one, other]) await api.put(`/v1/territories/${id}`, { name: id });
    await api.put(`/v1/territories/${one}`, { name: 'Far North' }, { ifMatch: 1 });
    show('it has another name', (await api.get(`/v1/territories/${one}`))['name'] === 'Far North');
    await twoPages(api, '/v1/territories');
    const mine = `/v1/people/${ana}/territories`;
    for (const days of [{ from: '2026-01-01', to: '2026-02-01' }, { from: '2026-03-01' }])
      await api.put(`${mine}/${one}`, days, { ifMatch: await api.tagOf(mine) });
    const { territories: held } = await api.get<{ territories: { territory: string }[] }>(mine);
    show('she covers it twice', held.filter(({ territory }) => territory === one).length === 2);
    await twoPages(api, `/v1/territories/${one}/coverage`);
  },
};

const rates: Stop = {
  name: 'currency rates',
  async visit({ api, n }) {
    const path = '/v1/currency-rates/2026-03-01/EUR/USD';
    const before = await api.tagOf(path).catch(() => undefined);
    await api.put(path, { rate: `1.1${n}` }, { ifMatch: before });
    await api.put('/v1/currency-rates/2026-03-01/EUR/JPY', { rate: '161.5' });
    show('it is as it was said', (await api.get(path))['rate'] === `1.1${n}`.replace(/0+$/, ''));
    await twoPages(api, '/v1/currency-rates');
  },
};

export const atTheMarkets: readonly Stop[] = [territories, rates];
