/**
 * An amount in another currency: exactly, and rounded half-even once, to whole minor units.
 *
 *   100.00 USD at 1.5491 AUD   exact 154.91     minor 15491
 *     0.05 USD at 1.5 AUD      exact 0.075      minor 8        (7.5 goes to the even 8)
 *     0.03 USD at 1.5 AUD      exact 0.045      minor 4        (4.5 goes to the even 4)
 *    10.00 USD at 110.255 JPY  exact 1102.55    minor 1103     (a yen has no parts)
 */
import { type Currency, exponentOf, type Minor } from '../../shared/kernel/money.ts';
import {
  type Decimal,
  decimal,
  fraction,
  roundHalfEven,
  shortest,
  times,
  toDecimal,
} from '../../shared/kernel/rational.ts';

/** `exact` in whole units of the currency that it is converted to, with as many decimals as there are. */
export type Converted = { readonly exact: string; readonly minor: Minor };

export function converted(amount: Minor, from: Currency, to: Currency, rate: Decimal): Converted {
  const value = times(fraction(amount, 10n ** BigInt(exponentOf(from))), decimal(rate));
  const places = exponentOf(from) + (rate.split('.')[1] ?? '').length;
  return {
    exact: shortest(toDecimal(value, places)),
    minor: roundHalfEven(times(value, fraction(10n ** BigInt(exponentOf(to))))),
  };
}
