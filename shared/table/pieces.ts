/**
 * A value under one version, in as many items as it needs: read by one query, written by one transaction. Ten
 * thousand people with their lines are two items.
 */
import * as z from 'zod';
import { refuse, unavailable } from '../kernel/refusal.ts';
import type { IndexedKey, Place } from './keys.ts';
import type { Table, Write } from './operations.ts';
import { pack, Piece, unpack } from './packed.ts';

const Versioned = Piece.extend({ version: z.int() });
/** A transaction takes 4 MB: so many pieces of 300 KB, and something beside them. */
const MOST = 12;
const ATTEMPTS = 8;

/** A query may read on both sides of somebody's write: pieces of two versions are read again. */
export async function findPieces<S extends z.ZodType>(
  table: Table,
  place: Place,
  schema: S,
): Promise<z.output<S> | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const [head, ...more] = await table.all(place, Versioned);
    if (!head) return undefined;
    const pieces = [head, ...more].slice(0, head.of);
    const isWhole = pieces.length === head.of && pieces.every(({ version }) => version === head.version);
    if (isWhole) return unpack(pieces, schema);
  }
  throw unavailable();
}

/**
 * Writes a value in place of the one of version `before`, 0 where there is none. What stands on the first piece
 * beside it, such as a name, is `beside`. Pieces that are needed no more stay and are not read.
 */
export function piecesOf(
  value: { readonly version: number },
  before: number,
  keyOf: (n: number) => IndexedKey,
  beside: object = {},
): Write[] {
  const pieces = pack(value);
  if (pieces.length > MOST) refuse('rule', 'pack.too-large', 'This is more than fits into one place.');
  const condition = before === 0 ? { ifAbsent: true as const } : { ifVersion: before };
  return pieces.map((piece, n) => ({
    put: keyOf(n),
    value: { ...(n === 0 && beside), ...piece, version: value.version },
    ...(n === 0 && { options: condition }),
  }));
}
