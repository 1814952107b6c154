/**
 * What a deal was about, as far as anybody said: for reports, and for plans that pay by it.
 *
 *   file      product Seats, territory North
 *   webhook   product Boxes, territory null    →   product Boxes
 */
import * as z from 'zod';
import type { AboutSaid } from '../crm/facts.ts';

const Said = z.string().optional();

export const About = z.object({
  type: Said.meta({ description: 'What kind of sale it was', examples: ['new', 'renewal'] }),
  product: Said,
  category: Said,
  channel: Said,
  territory: Said,
  account: Said,
  custom: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
});
export type About = z.output<typeof About>;

export const nothing: About = {};
const NAMES = ['type', 'product', 'category', 'channel', 'territory', 'account'] as const;

/** Always in one order, so that two who know the same write the same. */
export function aboutAfter(about: About, said: AboutSaid | null | undefined): About {
  if (said === undefined) return about;
  if (said === null) return nothing;
  const known: About = {};
  for (const name of NAMES) {
    const value = said[name] === undefined ? about[name] : said[name];
    if (value !== null && value !== undefined) known[name] = value;
  }
  const custom = customAfter(about.custom, said.custom);
  return custom ? { ...known, custom } : known;
}

function customAfter(custom: About['custom'] = {}, said: AboutSaid['custom'] = {}): About['custom'] {
  if (said === null) return undefined;
  const all = Object.entries({ ...custom, ...said }).filter(([, value]) => value !== null);
  if (all.length === 0) return undefined;
  const sorted = all.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted) as NonNullable<About['custom']>;
}

export function saysNothing(about: About): boolean {
  return Object.keys(about).length === 0;
}
