/**
 * What a golden case says of its deals, as changes of deals, and the credits that follow by the same rules
 * that credit what a CRM says.
 *
 *   { id: D1, on: 2026-03-10, owner: Ana, amount: 50000 }      +50,000 of Ana
 *   { id: D1, on: 2026-03-20, status: lost }                   −50,000 of Ana
 */
import { ConnectorId, type DealId, derivedId } from '../../../shared/kernel/ids.ts';
import { startOfDay } from '../../../shared/kernel/time.ts';
import { type Credit, creditsOf } from '../../deals/crediting.ts';
import { type DealChange, dealIdOf } from '../../deals/deal.ts';
import type { DealSaid, GoldenCase } from './case.ts';
import { ZONE } from './company.ts';
import { minorOf, personOf } from './said.ts';

const CRM = ConnectorId.parse(`con_${'0'.repeat(26)}_${'0'.repeat(26)}`);

export const caseDealId = (recordId: string): DealId => dealIdOf(CRM, recordId);

export function soldIn(golden: GoldenCase): Credit[] {
  const said = golden.deals.map((deal, n) => ({ deal, change: changeOf(golden, deal, n) }));
  const records = [...new Set(golden.deals.map(({ id }) => id))];
  return records.flatMap((record) => {
    const own = said.filter(({ deal }) => deal.id === record);
    const changes = own.map(({ change }) => change);
    return creditsOf(caseDealId(record), changes, ZONE);
  });
}

/** The nth thing that is said: of two on one day, the later one counts. */
function changeOf(golden: GoldenCase, said: DealSaid, n: number): DealChange {
  const { id, on, status, owner, splits, overlays, about, units } = said;
  const at = `/deals/${n}`;
  const shared = (all: Shares, name: string) =>
    all.map((one, part) => splitOf(golden, one, `${at}/${name}/${part}`));
  return {
    id: derivedId('chg', id, String(n)),
    event: `deal.${status}`,
    occurredAt: startOfDay(on, ZONE),
    version: String(n),
    status,
    currency: golden.currency,
    ...amountsOf(golden, said, at),
    ...(about && { about }),
    ...(units !== undefined && { units: BigInt(units) }),
    ...(owner !== undefined && { ownerRef: owner, owner: personOf(golden, owner, `${at}/owner`) }),
    ...(splits && { splits: shared(splits, 'splits') }),
    ...(overlays && { overlays: shared(overlays, 'overlays') }),
  };
}

const AMOUNTS = {
  amount: 'amountMinor',
  cost: 'costMinor',
  invoiced: 'invoicedMinor',
  collected: 'collectedMinor',
} as const;

function amountsOf({ currency }: GoldenCase, said: DealSaid, at: string) {
  const names = Object.keys(AMOUNTS) as (keyof typeof AMOUNTS)[];
  const amounts = names.flatMap((name) => {
    const figure = said[name];
    return figure === undefined ? [] : [[AMOUNTS[name], minorOf(figure, currency, `${at}/${name}`)] as const];
  });
  return Object.fromEntries(amounts);
}

type Shares = NonNullable<DealSaid['splits']>;

function splitOf(golden: GoldenCase, { owner, share }: Shares[number], at: string) {
  return { ownerRef: owner, share, person: personOf(golden, owner, `${at}/owner`) };
}
