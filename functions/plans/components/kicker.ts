/**
 * A kicker: extra points, or an extra amount, for deals with a feature.
 *
 *   10 % and 2 points for deals over several years      50,000 × (10 % + 2 %) = 6,000
 */
import * as z from 'zod';
import type { Currency } from '../../../shared/kernel/money.ts';
import { fraction, plus, type Rational, times, zero } from '../../../shared/kernel/rational.ts';
import { Name } from '../../../shared/kernel/text.ts';
import { isMeant, Where, whereWords } from '../where.ts';
import { amount } from '../words.ts';
import { sizeOf } from './bands.ts';
import type { ComponentFault, Own, Part } from './component.ts';
import { AmountOrTerm, amountWords, minorOf, RateOrTerm, rateWords, rational } from './rate.ts';

export const Kicker = z
  .strictObject({
    name: Name,
    where: Where,
    /** Of what the deal counts: '0.02' is two points more. */
    rate: RateOrTerm.optional(),
    /** For each deal, whatever it counts. */
    amountMinor: AmountOrTerm.optional(),
  })
  .meta({ id: 'Kicker' });
export type Kicker = z.output<typeof Kicker>;

type Kicked = { readonly kickers?: readonly Kicker[] | undefined };

export function kickersPay({ kickers = [] }: Kicked, own: Own): Rational {
  return kickers
    .filter(({ where }) => isMeant(where, own.credit))
    .map((kicker) => pays(kicker, own))
    .reduce(plus, zero);
}

export function kickerParts({ kickers = [] }: Kicked, own: Own, currency: Currency): Part[] {
  return kickers
    .filter(({ where }) => isMeant(where, own.credit))
    .map((kicker) => {
      const exact = pays(kicker, own);
      const rate = kicker.rate ? `${amount(own.countedMinor, currency)} × ${rateWords(kicker.rate)} = ` : '';
      return { text: `${kicker.name}: ${rate}${amount(exact, currency)}`, exact };
    });
}

export function kickerFaults({ kickers = [] }: Kicked): ComponentFault[] {
  return kickers.flatMap(({ rate, amountMinor }, n) => {
    if ((rate === undefined) !== (amountMinor === undefined)) return [];
    const message = 'A kicker pays a rate or an amount, and not both.';
    return [{ code: 'kicker.pay', pointer: `/kickers/${n}`, message }];
  });
}

export function kickerWords({ kickers = [] }: Kicked, currency: Currency): string[] {
  return kickers.map(({ name, where, rate, amountMinor }) => {
    const what = rate ? `${rateWords(rate)} more` : `${amountWords(amountMinor ?? 0n, currency)} more`;
    return `${name}: ${what} for a deal of ${whereWords(where)}.`;
  });
}

function pays({ rate, amountMinor }: Kicker, { countedMinor }: Own): Rational {
  if (rate) return times(rational(rate), fraction(countedMinor));
  return amountMinor === undefined ? zero : fraction(sizeOf(countedMinor).sign * minorOf(amountMinor));
}
