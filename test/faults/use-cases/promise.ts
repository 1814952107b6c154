/** A plan is made and changed, a person enrolled in it and given quotas, of a year too; a result is recorded. */
import type { Json } from '../../../infra/cli/client.ts';
import { COMMISSION } from '../../kit/paying.ts';
import { setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const draft = (rate: string) => ({
  name: 'Sellers',
  period: 'month',
  currency: 'EUR',
  components: [{ ...COMMISSION, kind: 'flat-rate', rate, mode: undefined, bands: undefined }],
});

export const promise: UseCase = {
  name: 'promise',
  async stage(scene) {
    const { api, admin } = await setUp(scene);
    const { Ana } = await staff(api, 'Ana');
    const quotas = `/v1/people/${Ana}/quotas/2026-m02`;
    const results = `/v1/people/${Ana}/results/2026-m02`;
    return {
      async act() {
        const { plan } = await admin.post<{ plan: string }>('/v1/plans', draft('0.10'), 'plan');
        const changed = `/v1/plans/${plan}/versions`;
        const { version } = await admin.post<{ version: number }>(changed, draft('0.12'), 'change');
        const enrolment = { person: Ana, plan, version, from: '2026-01-01', to: null };
        const { id } = await admin.post<{ id: string }>('/v1/enrolments', enrolment, 'enrol');
        await admin.patch(`/v1/enrolments/${id}`, { to: '2026-12-01' });
        await admin.put(quotas, { amountMinor: '1000000', currency: 'EUR' });
        const year = { year: 2026, measure: 'units', amountMinor: '1001', currency: 'EUR' };
        await admin.post(`/v1/people/${Ana}/annual-quotas`, year);
        await admin.put(results, { name: 'retention', value: '0.96' });
      },
      async look() {
        const plans = await api.list<Json>('/v1/plans');
        const enrolments = await api.list<Json>('/v1/enrolments');
        const kept = await api.get<{ quotas: Json[] }>(quotas);
        const year = await api.get<{ quotas: Json[] }>(`/v1/people/${Ana}/annual-quotas/2026?measure=units`);
        const recorded = await api.get<{ results: Json[] }>(results);
        return {
          year: year.quotas.map(({ amountMinor, version }) => [amountMinor, version]),
          results: recorded.results.map(({ name, value, version }) => [name, value, version]),
          plans: plans.map(({ name, version }) => [name, version]).sort(),
          enrolments: enrolments.map(({ version, from, to }) => [version, from, to]),
          quotas: kept.quotas.map(({ amountMinor, version }) => [amountMinor, version]),
        };
      },
    };
  },
};
