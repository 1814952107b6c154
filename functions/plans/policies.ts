/** What a plan does when things change: each policy has a default, and is part of the version. */
import * as z from 'zod';
import { Caps } from './caps.ts';
import { CreditRate } from './credit-rate.ts';
import { Currency } from '../../shared/kernel/money.ts';
import { Worth } from '../rates/rate.ts';
import { Exit } from './exit.ts';
import { AfterEnd } from './expiry.ts';
import { Holdover } from './holdover.ts';
import { Clawback } from './clawback.ts';
import { Windfall } from './windfall.ts';

/** At what rate people are paid in another currency than the plan's. */
export const PayRate = z.union([
  z
    .enum(['periodEnd', 'monthAverage'])
    .describe('the last rate said of a day of the period, or the mean of those of its last month'),
  z
    .strictObject({
      rates: z.record(Currency, Worth).refine((rates) => Object.keys(rates).length > 0, 'must say a rate'),
    })
    .describe('rates of the plan, by currency'),
]);
export type PayRate = z.output<typeof PayRate>;

export const Policies = z
  .strictObject({
    /**
     * Who changes plan, version or terms within a period: `split` gives each its own part of the quota, by
     * days, and its own tiers from the first unit; with `carry` attainment goes on.
     */
    planChange: z.enum(['split', 'carry']).default('split'),
    /** How far one deal is credited; all of it, where nothing is said. */
    windfall: Windfall.optional(),
    /** Who has a deal that closes after it changed hands; its new owner, where nothing is said. */
    holdover: Holdover.optional(),
    /** How much a line, a deal, a component or the plan pays at most; components have caps of their own beside. */
    caps: Caps.optional(),
    /** At what rate deals in other currencies count; that of the day of each booking, where nothing is said. */
    creditRate: CreditRate.optional(),
    /** Of the end of the period, where nothing is said. */
    payRate: PayRate.optional(),
    /** What is taken back of what an earlier period paid; by the open period's curve, where nothing is said. */
    clawback: Clawback.optional(),
    /** Which deals are still paid to who leaves; all while they are enrolled, where nothing is said. */
    exit: Exit.optional(),
    /** What becomes of terms whose end has come with nothing in their place; over, where nothing is said. */
    afterEnd: AfterEnd.optional(),
  })
  .meta({ id: 'Policies' });
export type Policies = z.output<typeof Policies>;
