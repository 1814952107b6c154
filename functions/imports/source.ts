/** What readers of files find, in whatever format: records by their line, and lines that hold none. */
import type { JsonObject } from './strict-json.ts';

/** A record in bytes, and its columns: what is larger is no row of a table. */
export const MOST_BYTES = 1_048_576;
export const MOST_COLUMNS = 200;

/** Why a row cannot be taken: a stable code, and words for whoever has to mend the file. */
export type Problem = { readonly code: string; readonly message: string };

/** `line` is the first of the record's lines, counted from 1 as editors do: LF, CR LF or CR end one. */
export type CsvRow = { readonly line: number } & (
  | { readonly fields: readonly string[] }
  | { readonly blank: true }
  | { readonly problem: Problem }
);
export type NdjsonRow = { readonly line: number } & (
  | { readonly object: JsonObject }
  | { readonly blank: true }
  | { readonly problem: Problem }
);
export type SourceRow = CsvRow | NdjsonRow;

export type Read<Row, State> = { readonly rows: Row[]; readonly state: State };

/** Keeps U+FEFF, which is text everywhere but at the very start of a file. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a record that begins at a byte of the file; undefined where it is not UTF-8. */
export function textOf(bytes: Uint8Array, at: number): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return at === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch {
    return undefined;
  }
}

export const notUtf8: Problem = { code: 'record.encoding', message: 'The record is not text in UTF-8.' };
export const tooLarge: Problem = {
  code: 'record.too-large',
  message: `The record has more than ${MOST_BYTES} bytes.`,
};
