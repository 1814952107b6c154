/** Things that a CRM says about one deal, written short, for the tests of deals. */
import { DealChange, dealIdOf } from '../../functions/deals/deal.ts';
import { ConnectorId, derivedId, PersonId } from '../../shared/kernel/ids.ts';
import { TimeZone } from '../../shared/kernel/time.ts';

export const CONNECTOR = ConnectorId.parse(`con_${'a'.repeat(26)}_${'b'.repeat(26)}`);
export const DEAL = dealIdOf(CONNECTOR, 'D1');
export const BERLIN = TimeZone.parse('Europe/Berlin');

export const COMPANY = { timeZone: BERLIN, currency: 'EUR' };

export const person = (name: string): PersonId => PersonId.parse(derivedId('per', name));
export const ANA = person('ana');
export const BEN = person('ben');
export const CEM = person('cem');

export type Saying = {
  readonly at: string;
  readonly amount?: string | null;
  readonly currency?: string;
  readonly status?: 'open' | 'won' | 'lost' | 'deleted';
  readonly owner?: PersonId | null;
  readonly closeDate?: string | null;
  readonly splits?: readonly (readonly [PersonId, string])[] | null;
  readonly overlays?: readonly (readonly [PersonId, string])[] | null;
  readonly about?: DealChange['about'];
  readonly units?: string | null;
  readonly cost?: string | null;
  readonly discount?: string | null;
  readonly invoiced?: string | null;
  readonly collected?: string | null;
  readonly stage?: string;
  readonly version?: string;
  readonly receivedAt?: string;
};

let said = 0;

const minor = (name: string, digits: string | null | undefined) => digits !== undefined && { [name]: digits };
const sharing = (name: string, all: Saying['splits']) =>
  all !== undefined && {
    [name]: all?.map(([person, share]) => ({ ownerRef: `ref of ${person}`, person, share })) ?? null,
  };

/** '2026-03-10' is said at noon UTC of that day. */
export function say(saying: Saying): DealChange {
  const { at, amount, cost, invoiced, collected, owner, splits, overlays, receivedAt, ...rest } = saying;
  said += 1;
  const moment = at.length === 10 ? `${at}T12:00:00.000Z` : at;
  return DealChange.parse({
    id: derivedId('chg', String(said)),
    event: 'deal.updated',
    occurredAt: moment,
    ...rest,
    ...minor('amountMinor', amount),
    ...minor('costMinor', cost),
    ...minor('invoicedMinor', invoiced),
    ...minor('collectedMinor', collected),
    ...(owner !== undefined && { owner, ownerRef: owner && `ref of ${owner}` }),
    ...sharing('splits', splits),
    ...sharing('overlays', overlays),
    inbox: {
      connector: CONNECTOR,
      day: moment.slice(0, 10),
      dedupe: String(said),
      receivedAt: receivedAt ?? moment,
    },
  });
}
