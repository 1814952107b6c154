/**
 * Reads NDJSON, one JSON object a line, in pieces of any size, like `csv.ts`: what is carried is a plain
 * value. A line that is no object, names a field twice or nests too deep becomes a row with a problem.
 */
import * as z from 'zod';
import { MOST_BYTES, type NdjsonRow, notUtf8, type Read, textOf, tooLarge } from './source.ts';
import { isObject, readStrictJson } from './strict-json.ts';

const LF = 10;

export const NdjsonState = z.object({
  /** Bytes that were read, and the byte at which the line begins that is being read. */
  read: z.int(),
  at: z.int(),
  line: z.int(),
  /** Its bytes so far in base 64; none while one that is too large is skipped. */
  rest: z.string(),
  skips: z.boolean(),
});
export type NdjsonState = z.output<typeof NdjsonState>;

export const beginNdjson: NdjsonState = { read: 0, at: 0, line: 1, rest: '', skips: false };

export function readNdjson(state: NdjsonState, piece: Uint8Array): Read<NdjsonRow, NdjsonState> {
  const carried = Buffer.from(state.rest, 'base64');
  const bytes = carried.length > 0 ? Buffer.concat([carried, piece]) : piece;
  const offset = state.read - carried.length;
  const rows: NdjsonRow[] = [];
  let { at, line, skips } = state;
  let start = 0;
  let end = bytes.indexOf(LF, carried.length);
  while (end >= 0) {
    rows.push(rowOf(skips ? undefined : bytes.subarray(start, end), at, line));
    start = end + 1;
    [at, line, skips] = [offset + start, line + 1, false];
    end = bytes.indexOf(LF, start);
  }
  skips ||= bytes.length - start > MOST_BYTES;
  const rest = skips ? '' : Buffer.from(bytes.subarray(start)).toString('base64');
  return { rows, state: { read: state.read + piece.length, at, line, rest, skips } };
}

/** What the end of the file makes of a last line that has none. */
export function endNdjson(state: NdjsonState): Read<NdjsonRow, NdjsonState> {
  const { at, line, rest, skips } = state;
  const bytes = Buffer.from(rest, 'base64');
  const rows = skips || bytes.length > 0 ? [rowOf(skips ? undefined : bytes, at, line)] : [];
  return { rows, state: { ...state, at: state.read, rest: '', skips: false } };
}

/** A small state for keeping, like `bookmark` of CSV. */
export function bookmarkNdjson(state: NdjsonState): NdjsonState {
  return state.rest === '' ? state : { ...state, read: state.at, rest: '' };
}

function rowOf(bytes: Uint8Array | undefined, at: number, line: number): NdjsonRow {
  if (!bytes || bytes.length > MOST_BYTES) return { line, problem: tooLarge };
  const text = textOf(bytes, at);
  if (text === undefined) return { line, problem: notUtf8 };
  if (text.trim() === '') return { line, blank: true };
  const read = readStrictJson(text);
  if ('fault' in read) {
    const message = `${read.fault.pointer && `${read.fault.pointer}: `}${read.fault.message}`;
    return { line, problem: { code: 'json.invalid', message } };
  }
  if (isObject(read.json)) return { line, object: read.json };
  return { line, problem: { code: 'json.shape', message: 'The line is not a JSON object.' } };
}
