/** Formulas for tests: names as a plan has them, and values written as decimals. */
import {
  compileFormula,
  evaluate,
  type Formula,
  type FormulaFault,
  isFault,
  type Type,
  type Value,
  type Wanted,
} from '../../../functions/plans/formula/index.ts';
import { fraction, type Rational } from '../../../shared/kernel/rational.ts';

export const NAMES: Record<string, Type> = {
  bookings: 'money',
  quota: 'money',
  'attainment.bookings': 'number',
  'attainment.new-business': 'number',
  'term.rate': 'number',
  'result.retention': 'number',
  isNewLogo: 'boolean',
  'deal.type': 'text',
};

/** '−12.5' as it is, without the parsing that is under test. */
export function exact(text: string): Rational {
  const [whole = '', decimals = ''] = text.split('.');
  const ten = 10n ** BigInt(decimals.length);
  return lowest(fraction(BigInt(whole + decimals), ten));
}

export function lowest({ num, den }: Rational): Rational {
  let [a, b] = [num < 0n ? -num : num, den];
  while (b > 0n) [a, b] = [b, a % b];
  return { num: num / a, den: den / a };
}

/** Values of names: numbers and amounts as decimals in text, texts with a quote before them. */
export function values(given: Record<string, string | boolean>): Record<string, Value> {
  const read = (value: string | boolean) =>
    typeof value === 'boolean' ? value : value.startsWith("'") ? value.slice(1) : exact(value);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, read(value)]));
}

export function formula(text: string, wants: Wanted = 'money', names = NAMES): Formula {
  const compiled = compileFormula(text, names, wants);
  if ('faults' in compiled) throw new Error(compiled.faults.map(({ message }) => message).join(' '));
  return compiled.formula;
}

export function faults(text: string, wants: Wanted = 'number', names = NAMES): readonly FormulaFault[] {
  const compiled = compileFormula(text, names, wants);
  return 'faults' in compiled ? compiled.faults : [];
}

/** What comes out: 'num/den' or 'num', yes or no, or the code of the fault. */
export function outcome(text: string, wants: Wanted, given: Record<string, string | boolean> = {}): string {
  return shown(evaluate(formula(text, wants), values(given)));
}

export function shown(result: Value | { readonly fault: FormulaFault }): string {
  if (isFault(result)) return result.fault.code;
  if (typeof result !== 'object') return String(result);
  return result.den === 1n ? String(result.num) : `${result.num}/${result.den}`;
}
