/**
 * What a golden case says of its deals, as changes of deals, and the credits that follow by the same rules
 * that credit what a CRM says.
 *
 *   { id: D1, on: 2026-03-10, owner: Ana, amount: 50000 }      +50,000 of Ana
 *   { id: D1, on: 2026-03-20, status: lost }                   −50,000 of Ana
 */
import { ConnectorId, type DealId, derivedId } from '../../../shared/kernel/ids.ts';
import { type Instant, startOfDay } from '../../../shared/kernel/time.ts';
import { type Credit, creditsOf } from '../../deals/crediting.ts';
import { type DealChange, dealIdOf } from '../../deals/deal.ts';
import type { DealSaid, GoldenCase } from './case.ts';
import { ZONE } from './company.ts';
import { minorOf, personOf } from './said.ts';
import { withFacts } from './facts.ts';

const CRM = ConnectorId.parse(`con_${'0'.repeat(26)}_${'0'.repeat(26)}`);

export const caseDealId = (recordId: string): DealId => dealIdOf(CRM, recordId);

/** What is credited by what was heard of before a day, or ever. */
export function soldIn(golden: GoldenCase, before?: Instant): Credit[] {
  const said = golden.deals
    .map((deal, n) => ({ deal, change: changeOf(golden, deal, n) }))
    .filter(({ deal: { on, heardOf = on } }) => before === undefined || startOfDay(heardOf, ZONE) < before);
  const records = [...new Set(golden.deals.map(({ id }) => id))];
  return records.flatMap((record) => {
    const own = said.filter(({ deal }) => deal.id === record);
    const credits = creditsOf(
      caseDealId(record),
      own.map(({ change }) => change),
      ZONE,
    );
    return withFacts(golden, credits, own);
  });
}

/** The nth thing that is said: of two on one day, the later one counts. */
function changeOf(golden: GoldenCase, said: DealSaid, n: number): DealChange {
  const { id, on, status, amount, owner, splits } = said;
  const at = `/deals/${n}`;
  return {
    id: derivedId('chg', id, String(n)),
    event: `deal.${status}`,
    occurredAt: startOfDay(on, ZONE),
    version: String(n),
    status,
    currency: golden.currency,
    ...(amount !== undefined && { amountMinor: minorOf(amount, golden.currency, `${at}/amount`) }),
    ...(owner !== undefined && { ownerRef: owner, owner: personOf(golden, owner, `${at}/owner`) }),
    ...(splits && { splits: splits.map((split, part) => splitOf(golden, split, `${at}/splits/${part}`)) }),
  };
}

function splitOf(golden: GoldenCase, { owner, share }: NonNullable<DealSaid['splits']>[number], at: string) {
  return { ownerRef: owner, share, person: personOf(golden, owner, `${at}/owner`) };
}
