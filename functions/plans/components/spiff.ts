/**
 * A SPIFF: an amount for each deal, or each unit, for some days only, and as long as its budget lasts.
 *
 *   500 for each demo, three of them      1,500
 *   a budget of 10,000, first come        the 21st demo of the company is not paid any more
 */
import * as z from 'zod';
import type { Minor } from '../../../shared/kernel/money.ts';
import { fraction, zero } from '../../../shared/kernel/rational.ts';
import { covers, Day } from '../../../shared/kernel/time.ts';
import { dealWords } from '../measure.ts';
import { isMeant, Where, whereWords } from '../where.ts';
import { amount } from '../words.ts';
import { sizeOf } from './bands.ts';
import { type ComponentFault, common, type Own } from './component.ts';
import { Amount, AmountOrTerm, amountWords, minorOf } from './rate.ts';
import { treated, treatments } from './treatments.ts';

export const Spiff = z
  .strictObject({
    kind: z.literal('spiff'),
    ...common,
    amountMinor: AmountOrTerm,
    /** For each deal once, or as often as the measure counts it: its units. */
    for: z.enum(['deal', 'unit']).default('deal'),
    where: Where.optional(),
    from: Day,
    to: Day,
    /** What all payees together are paid at most, in the order of their deals. */
    budgetMinor: Amount.optional(),
    ...treatments,
  })
  .meta({ id: 'Spiff' });
export type Spiff = z.output<typeof Spiff>;

export const spiff = treated<Spiff>({
  needs: () => ({}),
  paysPerCredit: false,
  faults: spanFaults,
  warnings: () => [],
  earned: () => zero,
  paysFor: (component, own) => (isPaidFor(component, own) ? fraction(paysMinor(component, own)) : zero),
  turns: () => 'A contest pays each deal by itself, on its days and while its budget lasts.',
  describe({ amountMinor, for: each, where, from, to, budgetMinor }, { measure, currency }) {
    const which = where ? ` and is of ${whereWords(where)}` : '';
    const budget = budgetMinor ? `, while ${amountWords(budgetMinor, currency)} for all together last` : '';
    return (
      `You earn ${amountWords(amountMinor, currency)} for ${each === 'unit' ? 'each unit of ' : ''}` +
      `${dealWords(measure)} that is dated from ${from} to before ${to}${which}${budget}.`
    );
  },
  explain: () => [],
  explainCredit(component, own, _, currency) {
    if (!isPaidFor(component, own)) return [];
    const minor = paysMinor(component, own);
    const lasts = minor === wouldPayMinor(component, own) ? '' : ', as far as the budget lasts';
    const each = amount(minorOf(component.amountMinor), currency);
    const units = component.for === 'unit' ? ` × ${own.countedMinor}` : '';
    return [
      {
        text: `${component.name}: ${each}${units} = ${amount(minor, currency)}${lasts}`,
        exact: fraction(minor),
      },
    ];
  },
});

export function isPaidFor({ from, to, where }: Spiff, { credit }: Own): boolean {
  return covers({ from, to }, credit.day) && isMeant(where, credit);
}

export type Budgeted = Spiff & { readonly budgetMinor: Minor };

export function hasBudget(component: { readonly kind: string }): component is Budgeted {
  return component.kind === 'spiff' && 'budgetMinor' in component && component.budgetMinor !== undefined;
}

/** Less where the budget does not last. */
function paysMinor(component: Spiff, own: Own): Minor {
  return own.grantedMinor ?? wouldPayMinor(component, own);
}

/** What it pays as long as there is a budget. */
export function wouldPayMinor({ amountMinor, for: each }: Spiff, { countedMinor }: Own): Minor {
  return minorOf(amountMinor) * (each === 'unit' ? countedMinor : sizeOf(countedMinor).sign);
}

function spanFaults({ from, to }: Spiff): ComponentFault[] {
  if (from < to) return [];
  return [{ code: 'spiff.empty', pointer: '/to', message: `A contest from ${from} ends after that day.` }];
}
