/**
 * A chain of entries: each carries a hash over all it says and over the hash of the one before, so that
 * none can be changed, left out or moved without it showing at that very place.
 *
 *   hash of entry n = SHA-256(hash of entry n - 1, line feed, entry n without its hash), in hex
 *
 * An entry is written in the canonical form of RFC 8785: JSON without blanks, fields in order of their
 * names. Before the first one stand 64 zeros.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';

/** A place in a chain: which entry, counted from 1, and its hash. */
export const Place = z.object({ n: z.int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });
export type Place = z.output<typeof Place>;

/** Where every chain begins. */
export const START: Place = { n: 0, hash: '0'.repeat(64) };

/** The entries as they go on after a place. */
export function chained<E extends object>(after: Place, entries: readonly E[]): (E & Place)[] {
  let last = after;
  return entries.map((entry) => {
    const numbered = { ...entry, n: last.n + 1 };
    last = { n: numbered.n, hash: hashAfter(last.hash, numbered) };
    return { ...numbered, hash: last.hash };
  });
}

/** How far a chain holds: to its end, or to the first place that is not as it was written. */
export type Verdict =
  | { readonly holds: true; readonly last: Place }
  | { readonly holds: false; readonly place: number; readonly because: string };

/** Checks a chain from its first entry on, one entry a line. */
export function verify(lines: Iterable<string>): Verdict {
  let last = START;
  for (const line of lines) {
    const place = last.n + 1;
    const broken = (because: string): Verdict => ({ holds: false, place, because });
    const entry = entryIn(line);
    if (!entry) return broken('this is not an entry as it was written');
    if (entry.n > place) return broken(`entry ${entry.n} stands here: what was before it is missing`);
    if (entry.n < place) return broken(`entry ${entry.n} stands here: it was moved or is there twice`);
    const { hash, ...said } = entry;
    if (hashAfter(last.hash, said) !== hash) return broken('it says something else than its hash');
    last = { n: place, hash };
  }
  return { holds: true, last };
}

/** The one way to write a value down, so that whoever hashes it hashes the same bytes. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
  return `{${fields.join(',')}}`;
}

function hashAfter(previous: string, entry: object): string {
  return createHash('sha256')
    .update(`${previous}\n${canonical(entry)}`)
    .digest('hex');
}

/** Undefined also for a line that means the same and is written otherwise: every byte counts. */
function entryIn(line: string): (Place & Record<string, unknown>) | undefined {
  try {
    const json: unknown = JSON.parse(line);
    const { data } = Place.loose().safeParse(json);
    return canonical(json) === line ? data : undefined;
  } catch {
    return undefined;
  }
}
