/**
 * A deal that nobody has won yet, with all that one may say of a deal. It is credited by the rules by which
 * every deal is, so that what it would earn is what it will.
 *
 *   40,000 of 10 units that cost 25,000, of product Seats      one credit of the payee, of all that
 *   the same, shared 60 and 40                                 one of 24,000 and one of 16,000
 */
import * as z from 'zod';
import { DealId, type PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { shortest } from '../../shared/kernel/rational.ts';
import { Day, startOfDay, TimeZone } from '../../shared/kernel/time.ts';
import { AboutSaid, Discount, MOST_SELLERS, ShareOnTop, Units } from '../crm/facts.ts';
import { type Credit, creditsOf } from '../deals/crediting.ts';
import type { DealChange } from '../deals/deal.ts';
import { Sharing, Splits } from '../deals/override.ts';

/** Sorts after every real deal of its day, as a deal that is won last would. */
export const SUPPOSED = DealId.parse(`dea_${'z'.repeat(26)}`);

export const Supposed = z.strictObject({
  amountMinor: Minor,
  /** On which it is won; today, where nothing is said. */
  day: Day.optional(),
  about: AboutSaid.optional(),
  units: Units.transform(BigInt).optional().meta({ description: 'whole units as digits' }),
  costMinor: Minor.optional(),
  discount: Discount.transform(shortest).optional(),
  /** What is invoiced of it, and what is collected, on that day. */
  invoicedMinor: Minor.optional(),
  collectedMinor: Minor.optional(),
  /** Who divides it; without any it is all the payee's. */
  splits: Splits.optional(),
  /** Who is credited on top. */
  overlays: z
    .array(Sharing.extend({ share: ShareOnTop }))
    .min(1)
    .max(MOST_SELLERS)
    .optional(),
});
export type Supposed = z.output<typeof Supposed>;

type Dated = Supposed & { readonly day: Day };

/** What it would be credited, by days: the zone of the company does not matter. */
export function supposedCredits({ day, splits, overlays, ...facts }: Dated, owner: PersonId): Credit[] {
  const zone = TimeZone.parse('UTC');
  const said = Object.entries(facts).filter(([, value]) => value !== undefined);
  const won: DealChange = {
    id: 'supposed',
    event: 'deal.supposed',
    occurredAt: startOfDay(day, zone),
    status: 'won',
    closeDate: day,
    ownerRef: owner,
    owner,
    ...Object.fromEntries(said),
    ...(splits && { splits: splits.map(sellerOf) }),
    ...(overlays && { overlays: overlays.map(sellerOf) }),
  };
  return creditsOf(SUPPOSED, [won], zone);
}

/** The places of all people whom it names. */
export function peopleIn({ splits = [], overlays = [] }: Supposed): { person: PersonId; pointer: string }[] {
  const named = (some: readonly Sharing[], list: string) =>
    some.map(({ person }, n) => ({ person, pointer: `/${list}/${n}/person` }));
  return [...named(splits, 'splits'), ...named(overlays, 'overlays')];
}

const sellerOf = ({ person, share }: Sharing) => ({ ownerRef: person, person, share });
