/**
 * What a golden case says of its deals, as changes of deals, and the credits that follow by the same rules
 * that credit what a CRM says.
 *
 *   { id: D1, on: 2026-03-10, owner: Ana, amount: 50000 }      +50,000 of Ana
 *   { id: D1, on: 2026-03-20, status: lost }                   −50,000 of Ana
 */
import { ConnectorId, type DealId, derivedId } from '../../../shared/kernel/ids.ts';
import type { Currency, Minor } from '../../../shared/kernel/money.ts';
import { type Instant, startOfDay } from '../../../shared/kernel/time.ts';
import { type Credit, creditsOf } from '../../deals/crediting.ts';
import { type DealChange, dealIdOf } from '../../deals/deal.ts';
import { type Counting, worthName } from '../../deals/worth.ts';
import type { DealSaid, EstimateSaid, GoldenCase } from './case.ts';
import { ZONE } from './company.ts';
import { minorOf, personOf } from './said.ts';

const CRM = ConnectorId.parse(`con_${'0'.repeat(26)}_${'0'.repeat(26)}`);

export const caseDealId = (recordId: string): DealId => dealIdOf(CRM, recordId);

/** What is credited by what was heard of before a moment, or ever. */
export function soldIn(golden: GoldenCase, before?: Instant): Credit[] {
  const said = golden.deals
    .map((deal, n) => ({ ...deal, change: changeOf(golden, deal, n) }))
    .filter(({ on, heardOf = on }) => before === undefined || startOfDay(heardOf, ZONE) < before);
  const counting = countingOf(golden);
  return [...Map.groupBy(said, ({ id }) => id)].flatMap(([id, own]) => {
    const changes = own.map(({ change }) => change);
    return creditsOf(caseDealId(id), changes, ZONE, counting);
  });
}

function countingOf({ currency, rates }: GoldenCase): Counting {
  const own = rates.filter(({ to }) => to === currency);
  return { currency, worths: Object.fromEntries(own.map((one) => [worthName(one), one.rate])) };
}

/** The nth thing that is said: of two on one day, the later one counts. */
function changeOf(golden: GoldenCase, said: DealSaid, n: number): DealChange {
  const { id, on, status, owner, splits, overlays, units, about, discount } = said;
  const at = `/deals/${n}`;
  const currency = said.currency ?? currencyOf(golden, id);
  const sellers = (some: Sellers, list: string) =>
    some.map(({ owner: name, share }, part) => ({
      ownerRef: name,
      share,
      person: personOf(golden, name, `${at}/${list}/${part}/owner`),
    }));
  return {
    id: derivedId('chg', id, String(n)),
    event: `deal.${status}`,
    occurredAt: startOfDay(on, ZONE),
    version: String(n),
    status,
    currency,
    ...amountsOf(currency, said, at),
    ...(owner !== undefined && { ownerRef: owner, owner: personOf(golden, owner, `${at}/owner`) }),
    ...(splits && { splits: sellers(splits, 'splits') }),
    ...(overlays && { overlays: sellers(overlays, 'overlays') }),
    ...(units !== undefined && { units: BigInt(units) }),
    ...(about && { about }),
    ...(discount !== undefined && { discount }),
  };
}

/** A deal that is asked for, as the API is asked; by the ids of its people. */
export function bodyOfEstimate(
  golden: GoldenCase,
  said: EstimateSaid,
  at: string,
  idOf: (name: string) => string,
) {
  const { on: day, splits, overlays, units, about, discount } = said;
  const amounts = Object.entries(amountsOf(golden.currency, said, at)).map(([name, minor]) => [
    name,
    String(minor),
  ]);
  const sellers = (some: Sellers) => some.map(({ owner, share }) => ({ person: idOf(owner), share }));
  return {
    day,
    ...Object.fromEntries(amounts),
    ...(splits && { splits: sellers(splits) }),
    ...(overlays && { overlays: sellers(overlays) }),
    ...(units !== undefined && { units }),
    ...(about && { about }),
    ...(discount !== undefined && { discount }),
  };
}

type Sellers = NonNullable<DealSaid['splits']>;

const AMOUNTS = {
  amount: 'amountMinor',
  cost: 'costMinor',
  invoiced: 'invoicedMinor',
  collected: 'collectedMinor',
} as const;

/** What it was said to be in once, it is in. */
export function currencyOf({ currency, deals }: GoldenCase, id: string): Currency {
  return deals.find((deal) => deal.id === id && deal.currency !== undefined)?.currency ?? currency;
}

type Amounts = Pick<DealSaid, keyof typeof AMOUNTS>;

function amountsOf(currency: Currency, said: Amounts, at: string) {
  return Object.fromEntries(
    Object.entries(AMOUNTS).flatMap(([name, as]) => {
      const figure = said[name as keyof typeof AMOUNTS];
      return figure === undefined ? [] : [[as, minorOf(figure, currency, `${at}/${name}`)]];
    }),
  ) as { readonly [A in (typeof AMOUNTS)[keyof typeof AMOUNTS]]?: Minor };
}
