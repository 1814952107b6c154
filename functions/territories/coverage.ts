/**
 * Who covers which territory on which day. What is said of some days replaces what was said of them before;
 * one person may cover several territories, and several people one.
 *
 *   Ana covers North from 2026-01-01;   she does not from 2026-04-01 to 2026-07-01:
 *   Ana covers North 2026-01-01 … 2026-04-01 and 2026-07-01 …
 */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers as holds, Day, outside, type Span } from '../../shared/kernel/time.ts';
import { drafted, Territory, type TerritoryDraft, TerritoryId } from './territory.ts';

const Days = z.object({ from: Day, to: Day.nullable() });
const Held = z.record(TerritoryId, z.array(Days));
type Held = z.output<typeof Held>;

/** All territories of a company, and the days on which each person covers each of them. */
export const Coverage = z.object({
  version: z.int(),
  territories: z.record(TerritoryId, Territory),
  people: z.record(PersonId, Held),
});
export type Coverage = z.output<typeof Coverage>;

export const noCoverage: Coverage = { version: 0, territories: {}, people: {} };

/** Days on which a person covers a territory, or does not. */
export type Assignment = {
  readonly person: PersonId;
  readonly territory: TerritoryId;
  readonly from: Day;
  /** The first day of which this says nothing; null is without end. */
  readonly to: Day | null;
  readonly covers?: boolean;
};

/** Why one of many was not taken; `index` counts from 0. */
export type Refused = {
  readonly index: number;
  readonly code: string;
  readonly message: string;
  readonly pointer: string;
};

export const CoveredTerritory = Days.extend({ territory: TerritoryId });
export type CoveredTerritory = z.output<typeof CoveredTerritory>;
export const CoveringPerson = Days.extend({ person: PersonId });
export type CoveringPerson = z.output<typeof CoveringPerson>;

export function covers(coverage: Coverage, person: PersonId, territory: TerritoryId, day: Day): boolean {
  return daysOf(heldBy(coverage, person), territory).some((days) => holds(days, day));
}

/** What a person covers, by territory and first day. */
export function coveredBy(coverage: Coverage, person: PersonId): CoveredTerritory[] {
  const held = heldBy(coverage, person);
  return namesIn(held).flatMap((territory) =>
    daysOf(held, territory).map((days) => ({ territory, ...days })),
  );
}

/** Who covers a territory, on a day or ever, by person and first day. */
export function coveringOf(coverage: Coverage, territory: TerritoryId, on?: Day): CoveringPerson[] {
  return namesIn(coverage.people).flatMap((person) =>
    daysOf(heldBy(coverage, person), territory)
      .filter((days) => on === undefined || holds(days, on))
      .map((days) => ({ person, ...days })),
  );
}

export function territoryIn({ territories }: Coverage, id: TerritoryId): Territory | undefined {
  return Object.hasOwn(territories, id) ? territories[id] : undefined;
}

export function territoriesIn({ territories }: Coverage): Territory[] {
  return Object.values(territories);
}

/** Adds a territory, or says something else of it; the same coverage where that is so already. */
export function withTerritory(coverage: Coverage, id: TerritoryId, draft: TerritoryDraft): Coverage {
  const before = territoryIn(coverage, id);
  const after = drafted(id, draft, before);
  if (after === before) return coverage;
  const { version, territories } = coverage;
  return { ...coverage, version: version + 1, territories: { ...territories, [id]: after } };
}

/**
 * Says that a person covers a territory over a span of days, or does not; of other days nothing is said. The
 * same coverage where that is so already.
 */
export function assignTerritory(
  coverage: Coverage,
  person: PersonId,
  territory: TerritoryId,
  from: Day,
  to: Day | null = null,
  isCovering = true,
): Coverage {
  const assignment = { person, territory, from, to, covers: isCovering };
  const fault = faultOf(coverage, assignment);
  if (fault) refuse(fault.because, fault.code, fault.message, fault.pointer);
  return assigned(coverage, [assignment]);
}

/**
 * The same for many, one after the other: each is judged alone, so that one that is refused does not stop those
 * after it. Whose the ids are is known to the caller.
 */
export function assignTerritories(
  coverage: Coverage,
  list: readonly Assignment[],
): { coverage: Coverage; refused: Refused[] } {
  const judged = list.map((assignment, index) => ({
    assignment,
    index,
    fault: faultOf(coverage, assignment),
  }));
  const refused = judged.flatMap(({ index, fault }) => {
    if (!fault) return [];
    const { because: _, ...why } = fault;
    return [{ index, ...why }];
  });
  const taken = judged.filter(({ fault }) => !fault).map(({ assignment }) => assignment);
  return { coverage: assigned(coverage, taken), refused };
}

function faultOf(coverage: Coverage, { territory, from, to }: Assignment) {
  if (!territoryIn(coverage, territory)) {
    const message = `There is no territory '${territory}'.`;
    return { because: 'missing', code: 'territory.unknown', message, pointer: '/territory' } as const;
  }
  if (to === null || from < to) return undefined;
  const message = 'Coverage ends after it begins.';
  return { because: 'rule', code: 'coverage.empty', message, pointer: '/to' } as const;
}

/** People who are touched are copied once, since an import touches them again and again. */
function assigned(coverage: Coverage, list: readonly Assignment[]): Coverage {
  const touched = new Map<PersonId, Held>();
  for (const { person, territory, from, to, covers: isCovering = true } of list) {
    const held = touched.get(person) ?? { ...heldBy(coverage, person) };
    const rest = daysOf(held, territory).flatMap((days) => outside(days, { from, to }));
    held[territory] = joined(isCovering ? [...rest, { from, to }] : rest);
    if (held[territory].length === 0) delete held[territory];
    touched.set(person, held);
  }
  const changed = [...touched].filter(([id, held]) => canonical(held) !== canonical(heldBy(coverage, id)));
  if (changed.length === 0) return coverage;
  const people = { ...coverage.people, ...(Object.fromEntries(changed) as Coverage['people']) };
  for (const [id, held] of changed) if (namesIn(held).length === 0) delete people[id];
  return { ...coverage, version: coverage.version + 1, people };
}

/** In order of days; two that touch are one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last?.to === span.from) result[result.length - 1] = { from: last.from, to: span.to };
    else result.push(span);
  }
  return result;
}

function heldBy({ people }: Coverage, person: PersonId): Held {
  return (Object.hasOwn(people, person) && people[person]) || {};
}

function daysOf(held: Held, territory: TerritoryId): Span[] {
  return (Object.hasOwn(held, territory) && held[territory]) || [];
}

function namesIn<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return (Object.keys(record) as K[]).sort();
}
