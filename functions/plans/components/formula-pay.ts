/**
 * Where no table is enough: an amount by a formula over named inputs. Amounts are in whole units of the
 * currency, and exact.
 *
 *   inputs    sales: { total: 'bookings' }, target: { quota: 'bookings' }, points: { result: 'nps' }
 *   formula   sales > target ? (sales - target) * 0.2 + money(500) * points : money(0)
 */
import * as z from 'zod';
import { assert } from '../../../shared/kernel/assert.ts';
import type { Currency } from '../../../shared/kernel/money.ts';
import { fraction, minus, type Rational } from '../../../shared/kernel/rational.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import {
  compileFormula,
  evaluate,
  type Formula,
  inMajor,
  inMinor,
  isFault,
  traceOf,
  type Type,
  type Value,
  valueWords,
} from '../formula/index.ts';
import type { Measure } from '../measure.ts';
import { Slug } from '../slug.ts';
import { amount } from '../words.ts';
import { Axis, axisNeeds, axisValue, reachedIn } from './axis.ts';
import { type ComponentFault, common, quotaOf, type Needs, type Standing } from './component.ts';
import { AmountOrTerm, minorOf, RateOrTerm, rational } from './rate.ts';
import { together, treated, treatments } from './treatments.ts';

/** One value of a formula: how much is credited or asked for, a figure, or a number of the plan. */
const Input = z.union([
  z.strictObject({ total: Slug }),
  z.strictObject({ quota: Slug }),
  /** The total of a measure that counts units or deals. */
  z.strictObject({ count: Slug }),
  z.strictObject({ amountMinor: AmountOrTerm }),
  z.strictObject({ rate: RateOrTerm }),
  Axis,
]);
type Input = z.output<typeof Input>;

const InputName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be a name of letters and digits');

export const FormulaPay = z
  .strictObject({
    kind: z.literal('formula'),
    ...common,
    formula: z.string().min(1).max(1000),
    inputs: z.record(InputName, Input),
    ...treatments,
  })
  .meta({ id: 'FormulaPay' });
export type FormulaPay = z.output<typeof FormulaPay>;

export const formulaPay = treated<FormulaPay>({
  needs: ({ inputs }) => together(Object.values(inputs).map(inputNeeds)),
  paysPerCredit: false,
  faults: formulaFaults,
  warnings: () => [],
  earned: (component, standing) => paysAt(component, standing),
  turns: () => 'A formula decides what it pays, by all of its inputs together.',
  describe: ({ formula }) => `You earn what this formula gives: ${formula}.`,
  explain(component, before, after, currency) {
    const exact = minus(paysAt(component, after), paysAt(component, before));
    if (exact.num === 0n) return [];
    const steps = traceOf(compiled(component), valuesOf(component, after, currency));
    const trace = steps.map(({ text, type, value }) => `${text} is ${valueWords(type, value, currency)}`);
    return [{ text: `${[component.formula, ...trace].join('; ')}: ${amount(exact, currency)}`, exact }];
  },
});

function paysAt(component: FormulaPay, standing: Standing): Rational {
  const { currency } = standing;
  assert(currency, 'a formula is paid in a currency');
  const result = evaluate(compiled(component), valuesOf(component, standing, currency));
  if (typeof result === 'object' && isFault(result)) {
    refuse('rule', result.fault.code, `'${component.name}' cannot be worked out: ${result.fault.message}`);
  }
  assert(typeof result === 'object' && 'num' in result, 'a formula that pays gives an amount');
  return inMinor(result, currency);
}

function valuesOf(component: FormulaPay, standing: Standing, currency: Currency): Record<string, Value> {
  const reached = (measure: string) => reachedIn(measure, standing, component.measure);
  const value = (input: Input): Value => {
    if ('amountMinor' in input) return inMajor(minorOf(input.amountMinor), currency);
    if ('rate' in input) return rational(input.rate);
    if ('total' in input) return inMajor(reached(input.total).creditedMinor, currency);
    if ('quota' in input) return inMajor(quotaOf(reached(input.quota)), currency);
    if ('count' in input) return fraction(reached(input.count).creditedMinor);
    return axisValue(input, standing, component.measure);
  };
  return Object.fromEntries(Object.entries(component.inputs).map(([name, input]) => [name, value(input)]));
}

const formulas = new WeakMap<FormulaPay, Formula>();

function compiled(component: FormulaPay): Formula {
  const known = formulas.get(component);
  if (known) return known;
  const made = compileFormula(component.formula, typesOf(component), 'money');
  assert('formula' in made, 'a plan with a formula that does not compile is refused');
  formulas.set(component, made.formula);
  return made.formula;
}

function formulaFaults(component: FormulaPay, measures: readonly Measure[]): ComponentFault[] {
  const made = compileFormula(component.formula, typesOf(component), 'money');
  const written = 'faults' in made ? made.faults : [];
  return [
    ...written.map(({ code, message, at }) => ({
      code,
      pointer: '/formula',
      message: `${message} (At character ${at + 1}.)`,
    })),
    ...Object.entries(component.inputs).flatMap(([name, input]) => kindFaults(name, input, measures)),
  ];
}

/** What counts units is no amount of money. */
function kindFaults(name: string, input: Input, measures: readonly Measure[]): ComponentFault[] {
  const isAmount = 'total' in input || 'quota' in input;
  if (!isAmount && !('count' in input)) return [];
  const id = 'total' in input ? input.total : 'quota' in input ? input.quota : input.count;
  const counts = measures.find((measure) => measure.id === id)?.counts;
  if (counts === undefined || isAmount === ['amount', 'margin', 'cost'].includes(counts)) return [];
  const message = isAmount
    ? `${id} counts ${counts}: take its count.`
    : `${id} is an amount: take its total.`;
  return [{ code: 'formula.other-kind', pointer: `/inputs/${name}`, message }];
}

function typesOf({ inputs }: FormulaPay): Record<string, Type> {
  const isMoney = (input: Input) => 'total' in input || 'quota' in input || 'amountMinor' in input;
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, isMoney(input) ? 'money' : 'number']),
  );
}

function inputNeeds(input: Input): Partial<Needs> {
  if ('amountMinor' in input || 'rate' in input) return {};
  if ('total' in input) return { measures: [input.total] };
  if ('count' in input) return { measures: [input.count] };
  if ('quota' in input) return { measures: [input.quota], quotas: [input.quota] };
  return axisNeeds(input);
}
