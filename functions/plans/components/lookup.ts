/**
 * A lookup pays each deal at the rate of its product, category, channel or any other thing that it says.
 *
 *   hardware 6 %, software 10 %      a deal of 20,000 for hardware 1,200, one of 5,000 for software 500
 */
import * as z from 'zod';
import { fraction, times, zero } from '../../../shared/kernel/rational.ts';
import { dealWords } from '../measure.ts';
import { DimensionName, saidOf } from '../where.ts';
import { amount } from '../words.ts';
import type { Counted } from '../counted.ts';
import { BY_DEAL, common } from './component.ts';
import { RateOrTerm, rateWords, rational } from './rate.ts';
import { treated, treatments } from './treatments.ts';

export const Lookup = z
  .strictObject({
    kind: z.literal('lookup'),
    ...common,
    by: DimensionName,
    rates: z
      .record(z.string().min(1).max(200), RateOrTerm)
      .refine(
        (rates) => Object.keys(rates).length > 0 && Object.keys(rates).length <= 200,
        'must be 1 to 200 rates',
      ),
    /** What is paid for everything else; nothing, where it is '0'. */
    otherwise: RateOrTerm,
    ...treatments,
  })
  .meta({ id: 'Lookup' });
export type Lookup = z.output<typeof Lookup>;

export const lookup = treated<Lookup>({
  needs: () => ({}),
  paysPerCredit: true,
  faults: () => [],
  warnings: () => [],
  earned: () => zero,
  paysFor: (component, { credit, countedMinor }) =>
    times(rational(rateOf(component, credit)), fraction(countedMinor)),
  turns: () => BY_DEAL,
  describe({ by, rates, otherwise }, { measure }) {
    const each = Object.entries(rates).map(([value, rate]) => `${rateWords(rate)} for ${value}`);
    const rest =
      otherwise === '0' ? 'nothing for anything else' : `${rateWords(otherwise)} for anything else`;
    return `You earn a share of ${dealWords(measure)}, by its ${by}: ${[...each, rest].join(', ')}.`;
  },
  explain: () => [],
  explainCredit(component, { credit, countedMinor }, _, currency) {
    const rate = rateOf(component, credit);
    const exact = times(rational(rate), fraction(countedMinor));
    const said = saidOf(component.by, credit) ?? `no ${component.by}`;
    const text = `${said}: ${amount(countedMinor, currency)} × ${rateWords(rate)} = ${amount(exact, currency)}`;
    return [{ text, exact }];
  },
});

function rateOf({ by, rates, otherwise }: Lookup, credit: Counted): RateOrTerm {
  const said = saidOf(by, credit);
  return (said !== undefined && Object.hasOwn(rates, said) ? rates[said] : undefined) ?? otherwise;
}
