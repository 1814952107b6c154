/** The kinds of plan components there are. A new kind is a file beside this one and a row in both lists. */
import * as z from 'zod';
import type { Currency, Minor } from '../../../shared/kernel/money.ts';
import { fraction } from '../../../shared/kernel/rational.ts';
import { amount, share } from '../words.ts';
import { AttainmentBonus, attainmentBonus } from './attainment-bonus.ts';
import type { ComponentKind, Needs, Own, Reached, Standing, Step, Words } from './component.ts';
import { DealRate, dealRate } from './deal-rate.ts';
import { FlatRate, flatRate } from './flat-rate.ts';
import { FormulaPay, formulaPay } from './formula-pay.ts';
import { Lookup, lookup } from './lookup.ts';
import { Matrix, matrix } from './matrix.ts';
import { MboBonus, mboBonus } from './mbo-bonus.ts';
import { PayoutCurve, payoutCurve } from './payout-curve.ts';
import { RateTable, rateTable } from './rate-table.ts';
import { type Rounding, round, stepsFrom } from './rounding.ts';
import { Spiff, spiff } from './spiff.ts';
import { TeamPool, teamPool } from './team-pool.ts';
import { together } from './treatments.ts';

export { type ComponentFault, type Own, type Reached, type Standing, Step } from './component.ts';
export { Rounding } from './rounding.ts';

export const Component = z
  .discriminatedUnion('kind', [
    FlatRate,
    RateTable,
    Lookup,
    DealRate,
    PayoutCurve,
    Matrix,
    AttainmentBonus,
    MboBonus,
    Spiff,
    TeamPool,
    FormulaPay,
  ])
  .meta({ id: 'Component' });
export type Component = z.output<typeof Component>;

const kinds: { readonly [K in Component['kind']]: ComponentKind<Extract<Component, { kind: K }>> } = {
  'flat-rate': flatRate,
  'rate-table': rateTable,
  lookup,
  'deal-rate': dealRate,
  'payout-curve': payoutCurve,
  matrix,
  'attainment-bonus': attainmentBonus,
  'mbo-bonus': mboBonus,
  spiff,
  'team-pool': teamPool,
  formula: formulaPay,
};

export function kindOf({ kind }: Component): ComponentKind<Component> {
  return kinds[kind];
}

/** What a component needs before it can pay anybody; its own measure stands among the measures. */
export function needsOf(component: Component): Needs {
  return together([{ measures: [component.measure] }, kindOf(component).needs(component)]);
}

/** The running total of a component in whole minor units. */
export function earnedMinor(
  component: Component,
  standing: Standing,
  rounding: Rounding = 'half-even',
): Minor {
  return round(kindOf(component).earned(component, standing), rounding);
}

/** What a cap has left out of the running total, rounded. */
export function leftOut(component: Component, standing: Standing, rounding: Rounding): Minor {
  const whole = kindOf(component).uncapped?.(component, standing);
  if (!whole) return 0n;
  return round(whole, rounding) - round(kindOf(component).earned(component, standing), rounding);
}

export function describe(component: Component, terms: Words): string {
  return kindOf(component).describe(component, terms);
}

export type Moved = { readonly before: Standing; readonly after: Standing; readonly own?: Own | undefined };

/** Where the payee stood, then why the line pays what it pays. The steps add up to the line. */
export function explainLine(
  component: Component,
  { before, after, own }: Moved,
  currency: Currency,
  rounding: Rounding = 'half-even',
): Step[] {
  const kind = kindOf(component);
  if (before === after) return startSteps(component, after, currency, rounding);
  const parts = kind.explain(component, before, after, currency, own);
  const text = `Credited so far: ${reachedText(before, currency)}; now ${reachedText(after, currency)}`;
  const cut = own?.uncreditedMinor
    ? [{ text: windfallText(own, own.uncreditedMinor, currency), amountMinor: 0n }]
    : [];
  return [{ text, amountMinor: 0n }, ...cut, ...stepsFrom(kind.earned(component, before), parts, rounding)];
}

/** What follows from no credit, but from the period itself and what was recorded for it. */
function startSteps(
  component: Component,
  standing: Standing,
  currency: Currency,
  rounding: Rounding,
): Step[] {
  const kind = kindOf(component);
  const exact = kind.earned(component, standing);
  const text = kind.startText?.(component, standing, currency) ?? 'Paid from the first day on';
  return stepsFrom(fraction(0n), [{ text: `${text}: ${amount(exact, currency)}`, exact }], rounding);
}

function windfallText({ countedMinor }: Own, uncreditedMinor: Minor, currency: Currency): string {
  const whole = amount(countedMinor + uncreditedMinor, currency);
  return `Of ${whole}, ${amount(uncreditedMinor, currency)} are not credited: a windfall`;
}

function reachedText({ creditedMinor, quotaMinor }: Reached, currency: Currency): string {
  const credited = amount(creditedMinor, currency);
  if (quotaMinor === undefined) return credited;
  return `${credited}, ${share(creditedMinor, quotaMinor)} of ${amount(quotaMinor, currency)}`;
}
