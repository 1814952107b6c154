/**
 * What the engine makes of a golden case: the same inputs, credits and arithmetic as a run, for each period
 * that is paid and everybody of whom the case expects something.
 */
import type { DealId, PeriodId } from '../../../shared/kernel/ids.ts';
import type { Credit } from '../../deals/crediting.ts';
import { calculatorOf, type PayeeResult } from '../calculate.ts';
import { estimate } from '../estimate.ts';
import type { Inputs } from '../manifest.ts';
import type { GoldenCase } from './case.ts';
import { inputsOf } from './company.ts';
import { minorOf, personOf } from './said.ts';
import type { Outcome, Seen } from './seen.ts';
import { caseDealId, soldIn } from './sold.ts';

export function outcomeOf(golden: GoldenCase): Outcome {
  const inputsIn = inputsOf(golden);
  const credits = soldIn(golden);
  const dealNames = new Map(golden.deals.map(({ id }) => [caseDealId(id), id]));
  return new Map(
    golden.pay.map((period) => {
      const inputs = inputsIn(period);
      const calculate = calculatorOf(inputs, credits);
      const seen = expectedIn(golden, period).map((name): [string, Seen] => {
        const person = personOf(golden, name, `/expect/${period}/${name}`);
        const estimates = estimatesOf(golden, inputs, credits, name);
        return [name, { ...seenIn(calculate(person), dealNames), ...(estimates && { estimates }) }];
      });
      return [period, new Map(seen)];
    }),
  );
}

/** Of whom the case expects something in a period. */
export function expectedIn({ expect, together }: GoldenCase, period: PeriodId): string[] {
  const grouped = together.filter((one) => one.period === period).flatMap(({ people }) => people);
  return [...new Set([...Object.keys(expect[period] ?? {}), ...grouped])];
}

function seenIn(
  { totalMinor, components, lines, hold }: PayeeResult,
  names: ReadonlyMap<DealId, string>,
): Seen {
  return {
    totalMinor,
    components,
    lines: lines.flatMap(({ deal, amountMinor }) => {
      const name = deal && names.get(deal);
      return name === undefined ? [] : [{ deal: name, amountMinor }];
    }),
    ...(hold && { hold: hold.code }),
  };
}

function estimatesOf(golden: GoldenCase, inputs: Inputs, credits: readonly Credit[], name: string) {
  const at = `/expect/${inputs.period.id}/${name}`;
  const asked = golden.expect[inputs.period.id]?.[name]?.estimates;
  return asked?.map(({ on: day, amount }, n) => {
    const amountMinor = minorOf(amount, golden.currency, `${at}/estimates/${n}/amount`);
    const person = personOf(golden, name, at);
    return estimate(inputs, credits, { person, amountMinor, day }).wouldEarnMinor;
  });
}
