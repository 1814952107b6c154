/** A band's rate, times what the whole table is multiplied by: 150 % of a rate of 2 % is 3 %. */
import { decimal, type Rational, times } from '../../../shared/kernel/rational.ts';
import { percent } from '../words.ts';
import type { Band, Tiers } from './bands.ts';
import { rational, rateWords } from './rate.ts';

export function bandRate({ times: factor }: Tiers, { rate }: Band): Rational {
  return factor === undefined ? decimal(rate) : times(decimal(rate), rational(factor));
}

export function bandRateWords({ times: factor }: Tiers, { rate }: Band): string {
  return factor === undefined ? percent(rate) : `${percent(rate)} × ${rateWords(factor)}`;
}
