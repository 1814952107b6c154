/**
 * What a deal would earn, by the same arithmetic that pays it: the payee's earnings with the deal minus
 * those without. At 190,000 of a 200,000 quota a deal of 40,000 earns 10,000 × 10 % + 30,000 × 15 %.
 */
import { derivedId, type PeriodId, type PersonId } from '../../shared/kernel/ids.ts';
import type { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers, type Day } from '../../shared/kernel/time.ts';
import { type Credit, Credit as CreditSchema } from '../deals/crediting.ts';
import { amount } from '../plans/words.ts';
import { calculatorOf } from './calculate.ts';
import type { Inputs } from './manifest.ts';

export type Estimate = {
  readonly period: PeriodId;
  readonly currency: Currency;
  readonly earnedSoFarMinor: Minor;
  readonly wouldEarnMinor: Minor;
  readonly sentence: string;
};

type Question = { readonly person: PersonId; readonly amountMinor: Minor; readonly day: Day };

export function estimate(inputs: Inputs, credits: readonly Credit[], asked: Question): Estimate {
  const { person, amountMinor, day } = asked;
  if (!covers(inputs.period, day)) {
    refuse('rule', 'estimate.other-period', 'A deal won today does not fall into this period.', '/period');
  }
  const earned = (all: readonly Credit[]) => {
    const { totalMinor, hold } = calculatorOf(inputs, all)(person);
    return hold ? refuse('conflict', hold.code, hold.message) : totalMinor;
  };
  const earnedSoFarMinor = earned(credits);
  const wouldEarnMinor = earned([...credits, supposed({ person, amountMinor, day })]) - earnedSoFarMinor;
  const { currency, period } = inputs;
  const would = amount(wouldEarnMinor, currency);
  const sentence = `You would earn ${would} from a deal of ${amount(amountMinor, currency)}.`;
  return { period: period.id, currency, earnedSoFarMinor, wouldEarnMinor, sentence };
}

/** Sorts after every real deal of its day, as a deal that is won last would. */
function supposed({ person, amountMinor, day }: Question): Credit {
  const deal = `dea_${'z'.repeat(26)}`;
  return CreditSchema.parse({
    id: derivedId('crd', deal, person),
    deal,
    event: 'supposed',
    person,
    part: 0,
    day,
    amountMinor: amountMinor.toString(),
  });
}
