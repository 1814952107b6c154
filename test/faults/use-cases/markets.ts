/** Somebody covers a territory, for a while not, and a currency is worth something on a day. */
import type { Json } from '../../../infra/cli/client.ts';
import { setUp } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

export const markets: UseCase = {
  name: 'markets',
  async stage(scene) {
    const { admin } = await setUp(scene);
    const [me] = await admin.list<Json>('/v1/people', 1);
    const mine = `/v1/people/${String(me?.['id'])}/territories`;
    const rates = '/v1/currency-rates/2026-01-02/EUR';
    return {
      async act() {
        await admin.put('/v1/territories/north', { name: 'North' });
        await admin.put(`${mine}/north`, { from: '2026-01-01' });
        await admin.put(`${mine}/north`, { from: '2026-03-01', to: '2026-04-01', covers: false }, '*');
        await admin.put(`${rates}/USD`, { rate: '1.17' });
        await admin.put(`${rates}/JPY`, { rate: '183.5' });
        await admin.put(`${rates}/USD`, { rate: '1.18' }, '*');
      },
      async look() {
        const { territories } = await admin.get<{ territories: Json[] }>(mine);
        return {
          known: await admin.list<Json>('/v1/territories', 1),
          territories,
          rates: await admin.list<Json>('/v1/currency-rates', 1),
        };
      },
    };
  },
};
