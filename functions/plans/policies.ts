/** What a plan does when things change: each policy has a default, and is part of the version. */
import * as z from 'zod';
import { Caps } from './caps.ts';
import { Exit } from './exit.ts';
import { Holdover } from './holdover.ts';
import { Windfall } from './windfall.ts';

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
    /** Which deals are still paid to who leaves; all while they are enrolled, where nothing is said. */
    exit: Exit.optional(),
  })
  .meta({ id: 'Policies' });
export type Policies = z.output<typeof Policies>;
