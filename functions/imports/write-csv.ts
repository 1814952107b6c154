/**
 * Writes CSV that `csv.ts` reads back equal, and that spreadsheets only show: text that would run as a formula
 * is shielded by an apostrophe, which our reader takes away again (`shield.ts`). Fields with any usual
 * delimiter are quoted, so that a spreadsheet of another locale does not cut them either.
 */
import { shielded } from './shield.ts';
import type { Delimiter } from './csv.ts';

const NEEDS_QUOTES = /["\r\n,;\t\uFEFF]/;

/** Rows as lines, each with its end: parts that are written one after the other are one file. */
export function writeCsv(rows: readonly (readonly string[])[], delimiter: Delimiter): string {
  return rows.map((row) => `${fieldsIn(row).join(delimiter)}\r\n`).join('');
}

/** A row of one empty field would be a blank line. */
function fieldsIn(row: readonly string[]): string[] {
  return row.length === 1 && row[0] === '' ? ['""'] : row.map(fieldIn);
}

function fieldIn(text: string): string {
  const safe = shielded(text);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
