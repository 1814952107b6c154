/** A quota is asked for and changed; the table's stream tells the audit trail, and a tick has it sealed. */
import type { Json } from '../../../infra/cli/client.ts';
import { canonical, verify } from '../../../shared/kernel/chain.ts';
import { setUp, staff, tick } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

type Entry = Json & { readonly noun: string; readonly before?: Json; readonly after?: Json };

export const audit: UseCase = {
  name: 'audit',
  async stage(scene) {
    const { api, admin } = await setUp(scene);
    const people = await staff(api, 'Ana');
    const place = `/v1/people/${people['Ana']}/quotas/2026-q1`;
    const quota = (amountMinor: string, ifMatch?: string) =>
      admin.put(place, { amountMinor, currency: 'EUR' }, ifMatch);
    const sealed = async () => {
      await scene.rest();
      const later = scene.host.clock.now().getTime() + 900_000;
      await tick(scene, 'audit/cron-seal-audit', new Date(later).toISOString());
      await scene.rest();
    };
    await sealed();
    return {
      async act() {
        await quota('100');
        await scene.rest();
        await quota('120', '"1"');
        await sealed();
      },
      async look() {
        const trail = await admin.list<Entry>('/v1/audit', 20);
        const quotas = trail.filter(({ noun }) => noun === 'quota');
        return {
          quotas: quotas.map(({ before, after }) => [before?.['amountMinor'], after?.['amountMinor']]),
          nouns: trail.map(({ noun }) => noun).sort(),
          holds: verify(trail.map(canonical)).holds,
        };
      },
      model: {
        quotas: [
          [undefined, '100'],
          ['100', '120'],
        ],
        holds: true,
      },
    };
  },
};
