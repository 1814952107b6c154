/** The plan that a new company starts with, to look at, to copy and to throw away. */
import { payKindsOf } from '../../shared/kernel/calendar-shape.ts';
import { exponentOf } from '../../shared/kernel/money.ts';
import { PlanDraft, type Terms } from './plan.ts';

export function samplePlan({ currency, calendar }: Terms): PlanDraft {
  const bonus = 5_000n * 10n ** BigInt(exponentOf(currency));
  return PlanDraft.parse({
    name: 'Sample plan',
    currency,
    period: payKindsOf(calendar).at(-1),
    measures: [{ id: 'bookings' }, { id: 'team-bookings', credits: 'rollUp' }],
    components: [
      {
        id: 'commission',
        name: 'Commission',
        kind: 'rate-table',
        goal: 'New business up to and above quota',
        mode: 'marginal',
        bands: [
          { from: '0', to: '1', rate: '0.10' },
          { from: '1', to: '1.25', rate: '0.15' },
          { from: '1.25', to: null, rate: '0.20' },
        ],
      },
      {
        id: 'quota-bonus',
        name: 'Quota bonus',
        kind: 'attainment-bonus',
        goal: 'Everybody reaches quota',
        at: '1',
        amountMinor: bonus.toString(),
      },
      {
        id: 'team-override',
        name: 'Team override',
        kind: 'flat-rate',
        goal: 'Managers bring their people forward',
        measure: 'team-bookings',
        rate: '0.01',
      },
    ],
  });
}
