/**
 * Compares what the platform answers with a file of reference figures, figure by figure, and counts by group.
 *
 *   orders, flags, bonuses, quotas   the same
 *   attainment                       within 0.00001
 *   pay                              within 0.01; a sum of n figures that were rounded first, within n × 0.01
 *   sales                            within 0.005 for each order: orders have four decimals, bookings have two
 */

/** A figure of the platform: what it is, and of how many orders or rounded figures it is a sum. */
export type Figure =
  | { readonly is: 'exact'; readonly value: string | number | boolean | null | readonly string[] }
  | { readonly is: 'sales'; readonly value: number; readonly orders: number }
  | { readonly is: 'attainment'; readonly value: number | null }
  | { readonly is: 'pay'; readonly value: number; readonly of?: number };

export type Entry = Readonly<Record<string, Figure>>;
/** By group, then by the key of the reference. */
export type Figures = Readonly<Record<string, Readonly<Record<string, Entry>>>>;
export type Reference = {
  readonly figures: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
};

export type Outcome = {
  readonly group: string;
  readonly compared: number;
  readonly matched: number;
  readonly misses: readonly string[];
  /** Names of people and the like, of which the platform has other spellings. */
  readonly left: readonly string[];
  /** The largest distance by kind of figure. */
  readonly farthest: Readonly<Record<string, number>>;
};

/** What says who or what is meant, and is no figure. */
const LABELS = [
  'sales_person',
  'name',
  'job_title',
  'organization_node',
  'window_start',
  'window_end_exclusive',
];

export function compare(reference: Reference, figures: Figures): Outcome[] {
  return Object.entries(reference.figures).map(([group, entries]) => {
    let [compared, matched] = [0, 0];
    const misses: string[] = [];
    const left = new Set<string>();
    const farthest: Record<string, number> = {};
    for (const [key, expected] of Object.entries(entries)) {
      const entry = figures[group]?.[key];
      for (const [name, value] of Object.entries(expected)) {
        if (LABELS.includes(name)) {
          left.add(name);
          continue;
        }
        compared += 1;
        const figure = entry?.[name];
        const distance = figure ? distanceOf(figure, value) : undefined;
        if (figure && distance !== undefined && distance <= toleranceOf(figure)) {
          matched += 1;
          farthest[figure.is] = Math.max(farthest[figure.is] ?? 0, distance);
        } else {
          const seen = figure ? JSON.stringify(figure.value) : 'nothing';
          misses.push(`${group} ${key} ${name}: expected ${JSON.stringify(value)}, got ${seen}`);
        }
      }
    }
    return { group, compared, matched, misses, left: [...left], farthest };
  });
}

/** Numbers are only compared here: they are far below 2^53 of their last decimal. */
function distanceOf(figure: Figure, expected: unknown): number | undefined {
  if (figure.is === 'exact') return sameAs(figure.value, expected) ? 0 : undefined;
  if (expected === null || figure.value === null) return expected === figure.value ? 0 : undefined;
  return Math.abs(figure.value - Number(expected));
}

function sameAs(value: unknown, expected: unknown): boolean {
  if (typeof value === 'number' && typeof expected === 'string') return value === Number(expected);
  return JSON.stringify(value) === JSON.stringify(expected);
}

const NOISE = 1e-9;

function toleranceOf(figure: Figure): number {
  switch (figure.is) {
    case 'exact':
      return 0;
    case 'sales':
      return 0.005 * Math.max(1, figure.orders) + NOISE * 100;
    case 'attainment':
      return 0.00001 + NOISE;
    case 'pay':
      return 0.01 * (figure.of ?? 1) + NOISE;
  }
}
