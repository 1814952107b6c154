/** One plan that pays everybody: commission, bonus, and four shapes of them beside, each a component. */
import type { Json } from '../../infra/cli/client.ts';

export const PLAN: Json = {
  name: 'AdventureWorks',
  currency: 'USD',
  period: 'window',
  components: [
    {
      id: 'commission',
      name: 'Commission',
      kind: 'flat-rate',
      goal: 'Sales',
      rate: { term: 'commissionRate' },
    },
    {
      id: 'bonus',
      name: 'Bonus',
      kind: 'attainment-bonus',
      goal: 'Quota',
      at: '1',
      amountMinor: { term: 'bonus' },
    },
    shape('marginal', { mode: 'marginal' }),
    shape('retroactive', { mode: 'retroactive' }),
    {
      id: 'threshold',
      name: 'From half of quota on',
      kind: 'flat-rate',
      goal: 'Sales',
      rate: { term: 'commissionRate' },
      threshold: '0.5',
    },
    {
      id: 'capped',
      name: 'At most 5,000',
      kind: 'flat-rate',
      goal: 'Sales',
      rate: { term: 'commissionRate' },
      capMinor: '500000',
    },
  ],
};

function shape(id: string, { mode }: { mode: string }): Json {
  return {
    id,
    name: `Accelerator, ${mode}`,
    kind: 'rate-table',
    goal: 'Quota',
    mode,
    times: { term: 'commissionRate' },
    bands: [
      { from: '0', to: '1', rate: '1' },
      { from: '1', to: '1.25', rate: '1.5' },
      { from: '1.25', to: null, rate: '2' },
    ],
  };
}
