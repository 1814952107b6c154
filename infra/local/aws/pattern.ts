/** Event patterns: what rules of a bus and filters of an event source let through. */

export type Matches = (event: unknown) => boolean;

type Fields = Readonly<Record<string, unknown>>;

/** Reads a pattern once; throws if it says something that this host does not understand. */
export function readPattern(pattern: Fields): Matches {
  const parts = Object.entries(pattern).map(([field, wanted]): Matches => {
    if (field === '$or') return anyOf((wanted as Fields[]).map(readPattern));
    const inside = Array.isArray(wanted) ? readLeaf(wanted) : readPattern(wanted as Fields);
    return (event) => inside(isFields(event) ? event[field] : undefined);
  });
  return (event) => parts.every((matches) => matches(event));
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const anyOf =
  (all: readonly Matches[]): Matches =>
  (event) =>
    all.some((matches) => matches(event));

/** A list matches when one of its entries does; a list in the event, when one of its values does. */
function readLeaf(wanted: readonly unknown[]): Matches {
  const matchers = wanted.map(readMatcher);
  return (value) => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return matchers.some((matches) => values.some(matches));
  };
}

function readMatcher(wanted: unknown): Matches {
  if (!isFields(wanted)) return (value) => value === wanted;
  const [[kind, operand] = ['nothing']] = Object.entries(wanted);
  const reader = READERS[kind];
  if (!reader) throw new Error(`The local host does not know '${kind}' in an event pattern.`);
  return reader(operand);
}

const READERS: Readonly<Record<string, (operand: unknown) => Matches>> = {
  exists: (wanted) => (value) => (value !== undefined) === wanted,
  prefix: (start) => textual((value) => value.startsWith(String(start))),
  suffix: (end) => textual((value) => value.endsWith(String(end))),
  wildcard: (pattern) => textual((value) => globbed(String(pattern)).test(value)),
  'equals-ignore-case': (text) => textual((value) => value.toLowerCase() === String(text).toLowerCase()),
  'anything-but': readAnythingBut,
  numeric: (comparison) => readNumeric(comparison as readonly unknown[]),
};

const textual =
  (test: (value: string) => boolean): Matches =>
  (value) =>
    typeof value === 'string' && test(value);

function readAnythingBut(unwanted: unknown): Matches {
  const matchers = [unwanted].flat().map(readMatcher);
  return (value) => value !== undefined && !matchers.some((matches) => matches(value));
}

function readNumeric(comparison: readonly unknown[]): Matches {
  const tests = comparison.flatMap((sign, at) =>
    at % 2 === 0 ? [{ sign, than: Number(comparison[at + 1]) }] : [],
  );
  return (value) => typeof value === 'number' && tests.every(({ sign, than }) => compare(value, sign, than));
}

function compare(value: number, sign: unknown, than: number): boolean {
  if (sign === '>') return value > than;
  if (sign === '>=') return value >= than;
  if (sign === '<') return value < than;
  if (sign === '<=') return value <= than;
  return value === than;
}

const globbed = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[^]*')}$`,
  );
