/** The kinds of plan components there are. A new kind is a file beside this one and a row in both lists. */
import * as z from 'zod';
import type { Currency, Minor } from '../../../shared/kernel/money.ts';
import { roundHalfEven } from '../../../shared/kernel/rational.ts';
import { amount, share } from '../words.ts';
import { AttainmentBonus, attainmentBonus } from './attainment-bonus.ts';
import { type ComponentKind, type Standing, type Step, stepsFrom } from './component.ts';
import { FlatRate, flatRate } from './flat-rate.ts';
import { RateTable, rateTable } from './rate-table.ts';

export { type ComponentFault, type Standing, Step } from './component.ts';

export const Component = z
  .discriminatedUnion('kind', [FlatRate, RateTable, AttainmentBonus])
  .meta({ id: 'Component' });
export type Component = z.output<typeof Component>;

const kinds: { readonly [K in Component['kind']]: ComponentKind<Extract<Component, { kind: K }>> } = {
  'flat-rate': flatRate,
  'rate-table': rateTable,
  'attainment-bonus': attainmentBonus,
};

export function kindOf({ kind }: Component): ComponentKind<Component> {
  return kinds[kind];
}

/** The running total of a component, rounded half-even to whole minor units. */
export function earnedMinor(component: Component, standing: Standing): Minor {
  return roundHalfEven(kindOf(component).earned(component, standing));
}

export function describe(component: Component, currency: Currency): string {
  return kindOf(component).describe(component, currency);
}

/** Where the payee stood, then why the line pays what it pays. The steps add up to the line. */
export function explainLine(
  component: Component,
  before: Standing,
  after: Standing,
  currency: Currency,
): Step[] {
  const kind = kindOf(component);
  const parts = kind.explain(component, before, after, currency);
  const text = `Credited so far: ${standingText(before, currency)}; now ${standingText(after, currency)}`;
  return [{ text, amountMinor: 0n }, ...stepsFrom(kind.earned(component, before), parts)];
}

function standingText({ creditedMinor, quotaMinor }: Standing, currency: Currency): string {
  const credited = amount(creditedMinor, currency);
  if (quotaMinor === undefined) return credited;
  return `${credited}, ${share(creditedMinor, quotaMinor)} of ${amount(quotaMinor, currency)}`;
}
