/** Many small things in few items: JSON, compressed, in pieces that fit an item. */
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';

/** Below DynamoDB's 400 KB for an item, with room for keys and attributes beside the piece. */
const PIECE_BYTES = 300_000;

/** A piece as it lies in the table. `of` says how many there are. */
export const Piece = z.object({
  data: z.instanceof(Uint8Array),
  of: z.int().positive(),
});
export type Piece = z.output<typeof Piece>;

/** The same value always packs to the same bytes. */
export function pack(value: unknown): Piece[] {
  const bytes = squeeze(value);
  const count = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
  return Array.from({ length: count }, (_, n) => ({
    data: bytes.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES),
    of: count,
  }));
}

/** Puts the pieces, given in order, together again; the schema parses what was packed. */
export function unpack<S extends z.ZodType>(pieces: readonly Piece[], schema: S): z.output<S> {
  return unsqueeze(Buffer.concat(pieces.map(({ data }) => data)), schema);
}

/** For what is sure to be small. */
export function squeeze(value: unknown): Uint8Array<ArrayBuffer> {
  return gzipSync(Buffer.from(JSON.stringify(value, digits)), { level: 6 });
}

export function unsqueeze<S extends z.ZodType>(bytes: Uint8Array, schema: S): z.output<S> {
  return schema.parse(JSON.parse(gunzipSync(bytes).toString()));
}

function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
