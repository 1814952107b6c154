/** Files for tests: text to bytes, bytes to pieces, pieces through a reader whose state is stored in between. */
import { beginCsv, CsvState, type Delimiter, endCsv, readCsv } from '../../functions/imports/csv.ts';
import { beginNdjson, endNdjson, NdjsonState, readNdjson } from '../../functions/imports/ndjson.ts';
import type { CsvRow, NdjsonRow } from '../../functions/imports/source.ts';

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Pieces of the sizes that are given, and then what is left. */
export function inPieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(from, from + size));
    from += size;
  }
  return [...pieces, bytes.subarray(from)];
}

const stored = <S>(schema: { parse: (json: unknown) => S }, state: S) =>
  schema.parse(JSON.parse(JSON.stringify(state)));

export function csvOf(file: string | Uint8Array, delimiter: Delimiter = ',', sizes: readonly number[] = []) {
  let state = beginCsv;
  const rows: CsvRow[] = [];
  for (const piece of inPieces(typeof file === 'string' ? bytesOf(file) : file, sizes)) {
    const read = readCsv(stored(CsvState, state), piece, delimiter);
    rows.push(...read.rows);
    state = read.state;
  }
  const end = endCsv(stored(CsvState, state), delimiter);
  return { columns: end.state.columns, rows: [...rows, ...end.rows] };
}

export function ndjsonOf(file: string | Uint8Array, sizes: readonly number[] = []): NdjsonRow[] {
  let state = beginNdjson;
  const rows: NdjsonRow[] = [];
  for (const piece of inPieces(typeof file === 'string' ? bytesOf(file) : file, sizes)) {
    const read = readNdjson(stored(NdjsonState, state), piece);
    rows.push(...read.rows);
    state = read.state;
  }
  return [...rows, ...endNdjson(stored(NdjsonState, state)).rows];
}
