/** A file in pieces, in the format that its mapping names: what both readers have in common. */
import * as z from 'zod';
import { beginCsv, bookmark, CsvState, Delimiter, endCsv, readCsv } from './csv.ts';
import type { Mapping } from './mapping.ts';
import { beginNdjson, bookmarkNdjson, endNdjson, NdjsonState, readNdjson } from './ndjson.ts';
import type { Read, SourceRow } from './source.ts';

export const FileState = z.discriminatedUnion('format', [
  z.object({ format: z.literal('csv'), delimiter: Delimiter, csv: CsvState }),
  z.object({ format: z.literal('ndjson'), ndjson: NdjsonState }),
]);
export type FileState = z.output<typeof FileState>;

export function beginFile({ csv }: Pick<Mapping, 'csv'>): FileState {
  if (!csv) return { format: 'ndjson', ndjson: beginNdjson };
  return { format: 'csv', delimiter: csv.delimiter, csv: beginCsv };
}

/** The rows that a piece completes. Undefined is the end of the file. */
export function readFile(state: FileState, piece: Uint8Array | undefined): Read<SourceRow, FileState> {
  if (state.format === 'ndjson') {
    const read = piece ? readNdjson(state.ndjson, piece) : endNdjson(state.ndjson);
    return { rows: read.rows, state: { ...state, ndjson: read.state } };
  }
  const read = piece ? readCsv(state.csv, piece, state.delimiter) : endCsv(state.csv, state.delimiter);
  return { rows: read.rows, state: { ...state, csv: read.state } };
}

/** Whether rows can be read yet: CSV has a header first. */
export function hasColumns(state: FileState): boolean {
  return state.format === 'ndjson' || state.csv.columns !== null;
}

export function columnsOf(state: FileState): readonly string[] | null {
  return state.format === 'csv' ? state.csv.columns : null;
}

/** A state without a record that is half read. The next piece begins at byte `nextByte` of the file. */
export function bookmarkFile(state: FileState): FileState {
  if (state.format === 'ndjson') return { ...state, ndjson: bookmarkNdjson(state.ndjson) };
  return { ...state, csv: bookmark(state.csv) };
}

/** The byte with which the next piece begins. */
export function nextByte(state: FileState): number {
  return state.format === 'csv' ? state.csv.read : state.ndjson.read;
}
