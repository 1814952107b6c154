/**
 * What differs of two states of an item, as far as an audit trail may say it: secrets are left out, and
 * what nobody reads (bytes, long texts) is named by its hash and length.
 *
 *   {a: 1, b: {c: 2, d: 3}} and {a: 1, b: {c: 2, d: 4}} differ by {b: {d: 3}} and {b: {d: 4}}
 */
import { createHash } from 'node:crypto';
import { canonical } from '../kernel/chain.ts';

type Fields = Readonly<Record<string, unknown>>;
export type Difference = { readonly before?: Fields; readonly after?: Fields };

/** Names that would only ever hold a secret, or its hash. */
const SECRET = /^hash$|secret|password|token|privateKey/i;
/** Of one value, as text. */
const LONGEST = 16_000;
/** Of everything on one side. */
const MOST = 60_000;

/** Undefined where nothing differs. No state stands for an item that is not there. */
export function difference(before?: Fields, after?: Fields): Difference | undefined {
  const found = differing(sayable(before ?? {}), sayable(after ?? {}));
  if (!found) return undefined;
  const [was, is] = found.map(shortened);
  return { ...(before && { before: was as Fields }), ...(after && { after: is as Fields }) };
}

/** Both sides without what they have in common; lists differ as a whole. */
function differing(a: unknown, b: unknown): [unknown, unknown] | undefined {
  if (!isFields(a) || !isFields(b)) return canonical(a) === canonical(b) ? undefined : [a, b];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const found = names.flatMap((name) => {
    const pair = differing(a[name], b[name]);
    return pair ? [{ name, pair }] : [];
  });
  if (found.length === 0) return undefined;
  const side = (n: 0 | 1) =>
    Object.fromEntries(
      found.map(({ name, pair }) => [name, pair[n]]).filter(([, value]) => value !== undefined),
    );
  return [side(0), side(1)];
}

function sayable(value: unknown): unknown {
  if (value instanceof Uint8Array) return named(value);
  if (Array.isArray(value)) return value.map(sayable);
  if (!isFields(value)) return value;
  const open = Object.entries(value).filter(([name]) => !SECRET.test(name));
  return Object.fromEntries(open.map(([name, inner]) => [name, sayable(inner)]));
}

function shortened(side: unknown): unknown {
  if (!isFields(side)) return side;
  const short = eachValue(side, LONGEST);
  return canonical(short).length > MOST ? { all: named(canonical(side)) } : short;
}

function eachValue(fields: Fields, longest: number): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (isFields(value)) return [name, eachValue(value, longest)];
      const text = canonical(value);
      return [name, text.length > longest ? named(text) : value];
    }),
  );
}

/** Says which bytes, without saying them. */
function named(bytes: Uint8Array | string): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return `sha256 ${hash} of ${Buffer.byteLength(bytes)} bytes`;
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
