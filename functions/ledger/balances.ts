/**
 * What stands between the company and a payee after a period, over all plans. Nothing here is below zero.
 *
 *   advances     what they owe of draws, the oldest first, and for how many periods
 *   overpaid     what they owe since a period ended below zero
 *   excess       what they are owed above a maximum
 *   holdings     what is held back, by deal, and until when
 *   waiting      what waits for deals to be invoiced or paid for
 */
import * as z from 'zod';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { Day } from '../../shared/kernel/time.ts';
import { Waiting, waitingMinor } from './waiting.ts';

export const Advance = z.object({ amountMinor: Minor, periods: z.int() });
export type Advance = z.output<typeof Advance>;

export const Holding = z.object({
  /** The deal that it was earned by, or the period of what no deal earned. */
  of: z.string(),
  amountMinor: Minor,
  /** The first day of which a settlement pays it; null until it is released. */
  dueOn: Day.nullable(),
});
export type Holding = z.output<typeof Holding>;

export const Balances = z.object({
  advances: z.array(Advance),
  overpaidMinor: Minor,
  excessMinor: Minor,
  holdings: z.array(Holding),
  waiting: z.array(Waiting).optional(),
  /** Of all but what is held or waits, where people are paid in another than the company's. */
  currency: Currency.optional(),
});
export type Balances = z.output<typeof Balances>;

export const nothing: Balances = { advances: [], overpaidMinor: 0n, excessMinor: 0n, holdings: [] };

/** The balances in one number each, as people read them. */
export const Shown = z.object({
  owedMinor: Minor.describe('of draws, by the payee'),
  overpaidMinor: Minor.describe('by periods that ended below zero, to be taken from later pay'),
  excessMinor: Minor.describe('above a maximum, to be paid later'),
  heldMinor: Minor.describe('held back, or waiting for deals to be invoiced or paid for'),
});
export type Shown = z.output<typeof Shown>;

export function shown({ advances, overpaidMinor, excessMinor, holdings, waiting = [] }: Balances): Shown {
  const heldMinor = waiting.reduce((sum, one) => sum + waitingMinor(one), total(holdings));
  return { owedMinor: total(advances), overpaidMinor, excessMinor, heldMinor };
}

/** A deal that is remembered is something, even if nothing of it waits. */
export function isNothing(balances: Balances): boolean {
  if (balances.waiting && balances.waiting.length > 0) return false;
  const { owedMinor, overpaidMinor, excessMinor, heldMinor } = shown(balances);
  return owedMinor === 0n && overpaidMinor === 0n && excessMinor === 0n && heldMinor === 0n;
}

export function total(all: readonly { readonly amountMinor: Minor }[]): Minor {
  return all.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
