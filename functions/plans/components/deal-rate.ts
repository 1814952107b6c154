/**
 * A deal rate pays each deal at a rate that follows from a figure of that deal, by a formula.
 *
 *   by margin / amount     below 35 % 10 %, from 35 % on 25 %, of the margin
 *   a deal of 150 that cost 100: 50 ÷ 150 = 33.3 %      50 × 10 % = 5
 *
 * The figure may use amount, cost and margin, units and discount, and the deal's type, product, category,
 * channel, territory and account. A band includes its start; below the first start, the first band holds.
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import type { Currency, Minor } from '../../../shared/kernel/money.ts';
import { compare, decimal, fraction, type Rational, times, zero } from '../../../shared/kernel/rational.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import type { Counted } from '../counted.ts';
import {
  compileFormula,
  evaluate,
  type Formula,
  inMajor,
  isFault,
  type Type,
  type Value,
} from '../formula/index.ts';
import { dealWords } from '../measure.ts';
import { dimensions } from '../where.ts';
import { amount, percent } from '../words.ts';
import { bandFaults, sizeOf } from './bands.ts';
import { BY_DEAL, type ComponentFault, common, type Standing } from './component.ts';
import { Rate, RateOrTerm, rateWords, rational } from './rate.ts';
import { treated, treatments } from './treatments.ts';

const Band = z.strictObject({ from: Rate, to: Rate.nullable(), rate: RateOrTerm });

export const DealRate = z
  .strictObject({
    kind: z.literal('deal-rate'),
    ...common,
    /** A formula that gives a number: 'margin / amount'. */
    by: z.string().min(1).max(1000),
    bands: z.array(Band).min(1).max(50),
    ...treatments,
  })
  .meta({ id: 'DealRate' });
export type DealRate = z.output<typeof DealRate>;

const names: Readonly<Record<string, Type>> = {
  amount: 'money',
  cost: 'money',
  margin: 'money',
  units: 'number',
  discount: 'number',
  ...Object.fromEntries(dimensions.map((name) => [name, 'text'])),
};

export const dealRate = treated<DealRate>({
  needs: () => ({}),
  paysPerCredit: true,
  faults: ({ by, bands }) => [...formulaFaults(by), ...bandFaults(bands, '/bands')],
  warnings: () => [],
  earned: () => zero,
  paysFor: (component, { credit, countedMinor }, standing) =>
    times(rational(bandOf(component, credit, standing).rate), fraction(countedMinor)),
  turns: () => BY_DEAL,
  describe({ by, bands }, { measure }) {
    const each = bands.map(({ from, rate }) => `${rateWords(rate)} from ${percent(from)} on`).join(', ');
    return `You earn a share of ${dealWords(measure)}, by ${by} of the deal: ${each}.`;
  },
  explain: () => [],
  explainCredit(component, { credit, countedMinor }, standing, currency) {
    const { rate } = bandOf(component, credit, standing);
    const exact = times(rational(rate), fraction(countedMinor));
    const figure = `${component.by} is ${percent(figureOf(component, credit, standing))}`;
    const text = `${figure}: ${amount(countedMinor, currency)} × ${rateWords(rate)} = ${amount(exact, currency)}`;
    return [{ text, exact }];
  },
});

function bandOf(component: DealRate, credit: Counted, standing: Standing): DealRate['bands'][number] {
  const figure = figureOf(component, credit, standing);
  const { bands } = component;
  const band = bands.findLast(({ from }) => compare(figure, decimal(from)) >= 0) ?? bands[0];
  assert(band, 'a deal rate has bands');
  return band;
}

function figureOf({ by, name }: DealRate, credit: Counted, { currency }: Standing): Rational {
  assert(currency, 'deals are in a currency');
  const result = evaluate(compiled(by), valuesOf(credit, currency));
  if (typeof result === 'object' && isFault(result)) {
    refuse('rule', result.fault.code, `'${name}' cannot rate deal ${credit.deal}: ${result.fault.message}`);
  }
  assert(typeof result === 'object' && 'num' in result, 'a deal is rated by a number');
  return result;
}

/** A reversal is rated as the deal that it takes back. */
function valuesOf(credit: Counted, currency: Currency): Record<string, Value> {
  const { discount, about } = credit;
  const { sign, size: amountMinor } = sizeOf(credit.amountMinor);
  const [costMinor, units] = [credit.costMinor, credit.units].map((n) => (n === undefined ? n : n * sign));
  const money = (minor: Minor | undefined) => (minor === undefined ? undefined : inMajor(minor, currency));
  const said: Record<string, Value | undefined> = {
    amount: money(amountMinor),
    cost: money(costMinor),
    margin: costMinor === undefined ? undefined : money(amountMinor - costMinor),
    units: units === undefined ? undefined : fraction(units),
    discount: discount === undefined ? undefined : decimal(discount),
    ...Object.fromEntries(dimensions.map((name) => [name, about?.[name]])),
  };
  const known = Object.entries(said).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(known);
}

const formulas = new Map<string, Formula>();

function compiled(by: string): Formula {
  const known = formulas.get(by);
  if (known) return known;
  const made = compileFormula(by, names, 'number');
  assert('formula' in made, 'a plan with a formula that does not compile is refused');
  formulas.set(by, made.formula);
  return made.formula;
}

function formulaFaults(by: string): ComponentFault[] {
  const made = compileFormula(by, names, 'number');
  if (!('faults' in made)) return [];
  return made.faults.map(({ code, message, at }) => ({
    code,
    pointer: '/by',
    message: `${message} (At character ${at + 1}.)`,
  }));
}
