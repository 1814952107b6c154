/**
 * Reads CSV (RFC 4180) in pieces of any size. All that is carried from piece to piece is a plain value, so
 * that a job can stop after any of them and go on elsewhere:
 *
 *   a,b⏎1,"x      → header a, b;  carried: the record that begins at byte 4, line 2, inside of quotes
 *   y"⏎2,z⏎       → line 2: 1, 'x⏎y';  line 4: 2, 'z'
 *
 * A carried record takes up to a megabyte; `bookmark` leaves it out and says from which byte to read again.
 * The file's first record is its header, and every other one has as many fields. One that does not, or
 * cannot be read, becomes a row with a problem; a quote that is never closed takes what follows with it, and
 * the row says up to which line. A file that is cut inside of its very last field shows only in its digest.
 * Each piece is looked at once; small pieces of a large record are copied again and again.
 */
import * as z from 'zod';
import { refuse } from '../../shared/kernel/refusal.ts';
import { headerOf, rowOf } from './csv-record.ts';
import { type CsvRow, MOST_BYTES, type Read } from './source.ts';

export const Delimiter = z.enum([',', ';', '\t']);
export type Delimiter = z.output<typeof Delimiter>;

/** Where in a record a piece may end. */
const [START, PLAIN, QUOTED, AFTER_QUOTE] = [0, 1, 2, 3];
const [LF, CR, QUOTE] = [10, 13, 34];
const BOM = [0xef, 0xbb, 0xbf];

export const CsvState = z.object({
  /** Bytes that were read, and the byte at which the record begins that is being read. */
  read: z.int(),
  at: z.int(),
  /** The line on which it begins, and how many it has ended since. */
  line: z.int(),
  ends: z.int(),
  /** Its bytes so far in base 64; none while one that is too large is skipped. */
  rest: z.string(),
  skips: z.boolean(),
  place: z.int().min(START).max(AFTER_QUOTE),
  /** The last byte was a CR: an LF that follows belongs to it. */
  afterCr: z.boolean(),
  columns: z.array(z.string()).nullable(),
});
export type CsvState = z.output<typeof CsvState>;

export const beginCsv: CsvState = {
  read: 0,
  at: 0,
  line: 1,
  ends: 0,
  rest: '',
  skips: false,
  place: START,
  afterCr: false,
  columns: null,
};

export function readCsv(state: CsvState, piece: Uint8Array, delimiter: Delimiter): Read<CsvRow, CsvState> {
  const carried = Buffer.from(state.rest, 'base64');
  const bytes = carried.length > 0 ? Buffer.concat([carried, piece]) : piece;
  const offset = state.read - carried.length;
  const separator = delimiter.charCodeAt(0);
  const rows: CsvRow[] = [];
  let { at, line, ends, skips, place, afterCr, columns } = state;
  let start = 0;
  for (let index = carried.length; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    const pairs = byte === LF && afterCr;
    afterCr = byte === CR;
    const ended = byte === LF || byte === CR;
    if (pairs && place !== QUOTED) {
      start = index + 1;
      at = offset + start;
    } else if (place === QUOTED) {
      if (byte === QUOTE) place = AFTER_QUOTE;
      else if (ended && !pairs) ends += 1;
    } else if (ended) {
      const record = skips ? undefined : bytes.subarray(start, index);
      ({ columns } = take(rows, record, { at, line, columns }, delimiter));
      start = index + 1;
      [at, line, ends, skips, place] = [offset + start, line + ends + 1, 0, false, START];
    } else if (byte === separator) {
      place = START;
    } else if (byte === QUOTE && place !== PLAIN) {
      place = QUOTED;
    } else if (byte !== BOM[offset + index]) {
      place = PLAIN;
    }
  }
  skips ||= bytes.length - start > MOST_BYTES;
  const rest = skips ? '' : Buffer.from(bytes.subarray(start)).toString('base64');
  const read = state.read + piece.length;
  return { rows, state: { read, at, line, ends, rest, skips, place, afterCr, columns } };
}

/** What the end of the file makes of the record that was being read. */
export function endCsv(state: CsvState, delimiter: Delimiter): Read<CsvRow, CsvState> {
  const { at, line, ends, place, skips } = state;
  const bytes = Buffer.from(state.rest, 'base64');
  const rows: CsvRow[] = [];
  let { columns } = state;
  if (place === QUOTED && columns) {
    const lines = ends > 0 ? `lines ${line} to ${line + ends} are not read` : 'the line is not read';
    const message = `A quote that opens here is not closed before the file ends: ${lines}.`;
    rows.push({ line, problem: { code: 'csv.cut', message } });
  } else if (skips || bytes.length > 0) {
    ({ columns } = take(rows, skips ? undefined : bytes, { at, line, columns }, delimiter));
  }
  if (!columns) refuse('rule', 'file.empty', 'The file has no header.');
  return { rows, state: { ...state, at: state.read, rest: '', skips: false, place: START, columns } };
}

/**
 * A small state for keeping: a record that is half read is read again from its beginning, byte `read` of what
 * is answered. One that is skipped is not, so pieces of more than MOST_BYTES always get further.
 */
export function bookmark(state: CsvState): CsvState {
  if (state.rest === '') return state;
  const { at } = state;
  return { ...state, read: at, rest: '', ends: 0, place: START, afterCr: false };
}

type Where = Pick<CsvState, 'at' | 'line' | 'columns'>;

/** Adds the row that a record makes; answers the columns, which the first record names. */
function take(
  rows: CsvRow[],
  record: Uint8Array | undefined,
  { at, line, columns }: Where,
  delimiter: Delimiter,
): Pick<CsvState, 'columns'> {
  const row = rowOf(record, { at, line, columns }, delimiter);
  if (columns || 'blank' in row) {
    rows.push(row);
    return { columns };
  }
  if ('problem' in row) refuse('rule', 'file.header', `The header cannot be read: ${row.problem.message}`);
  return { columns: headerOf(row.fields) };
}
