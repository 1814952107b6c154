/** Names and figures of a golden case, as the platform knows them. */
import { derivedId, PersonId } from '../../../shared/kernel/ids.ts';
import { type Currency, type Minor, minorFromDecimal } from '../../../shared/kernel/money.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import type { Figure, GoldenCase } from './case.ts';

export const personIdOf = (name: string) => PersonId.parse(derivedId('per', name));

/** '31500.00' → 3150000n of a currency with two decimals. */
export function minorOf(figure: Figure, currency: Currency, pointer: string): Minor {
  const message = `${figure} is no amount of whole minor units of ${currency}.`;
  return minorFromDecimal(figure, currency) ?? refuse('rule', 'case.amount', message, pointer);
}

/** The id of somebody whom the case names as one of its people. */
export function personOf({ people }: GoldenCase, name: string, pointer: string): PersonId {
  if (Object.hasOwn(people, name)) return personIdOf(name);
  return refuse('rule', 'case.unknown-person', `The case has nobody called ${name}.`, pointer);
}
