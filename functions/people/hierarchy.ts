/**
 * Hierarchies: a company has one that pays, `main`, and as many others as it wants, each with lines of its own
 * among the same people. On one day Ben may report to Ada in `main`, and to Dia in `product`.
 */
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { Word } from '../../shared/kernel/text.ts';
import { Line, noOrg, type Org } from './org.ts';

/** Runs roll up along it, and who sees whom follows from it. */
export const MAIN = 'main';

export const HierarchyName = Word.meta({ examples: [MAIN, 'product'] });

/** The lines of another hierarchy, by person; the people themselves stand in the org. */
export const Hierarchy = z.object({ version: z.int(), lines: z.record(PersonId, z.array(Line)) });
export type Hierarchy = z.output<typeof Hierarchy>;

export const noHierarchy: Hierarchy = { version: noOrg.version, lines: {} };

/** The same people with the lines that they have there, as all rules take them. */
export function orgIn({ version, lines }: Hierarchy, { people }: Org): Org {
  const members = Object.entries(people).map(([id, member]) => {
    const own = Object.hasOwn(lines, id) ? lines[id as PersonId] : undefined;
    return [id, { ...member, lines: own ?? [] }] as const;
  });
  return { version, people: Object.fromEntries(members) };
}

/** The way back: what is kept of it. */
export function hierarchyIn({ version, people }: Org): Hierarchy {
  const some = Object.entries(people).filter(([, { lines }]) => lines.length > 0);
  return { version, lines: Object.fromEntries(some.map(([id, { lines }]) => [id, lines])) };
}
