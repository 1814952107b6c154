/**
 * One record of a CSV file: its fields, out of quotes, and out of the shield that `write-csv.ts` puts before
 * text that a spreadsheet would run.
 */
import { refuse } from '../../shared/kernel/refusal.ts';
import { unshielded } from './shield.ts';
import { type CsvRow, MOST_BYTES, MOST_COLUMNS, notUtf8, textOf, tooLarge } from './source.ts';

/** Where in its file a record begins, and the columns that the header has named. */
type Where = { readonly at: number; readonly line: number; readonly columns: readonly string[] | null };

/** The row that bytes make; undefined are those of a record that was too large to be kept. */
export function rowOf(
  record: Uint8Array | undefined,
  { at, line, columns }: Where,
  delimiter: string,
): CsvRow {
  if (!record || record.length > MOST_BYTES) return { line, problem: tooLarge };
  const text = textOf(record, at);
  if (text === undefined) return { line, problem: notUtf8 };
  if (text === '') return { line, blank: true };
  const fields = fieldsOf(text, delimiter);
  if (!fields) {
    const message = 'A quote stands inside of a field: it is written twice, in a field that is in quotes.';
    return { line, problem: { code: 'csv.quote', message } };
  }
  if (columns && fields.length !== columns.length) {
    const message = `The record has ${fields.length} fields where the header has ${columns.length}.`;
    return { line, problem: { code: 'csv.fields', message } };
  }
  return { line, fields };
}

/** The names of the columns, or a refusal of the file. */
export function headerOf(fields: readonly string[]): string[] {
  const nameless = fields.indexOf('');
  if (nameless >= 0) refuse('rule', 'file.header', `Column ${nameless + 1} of the header has no name.`);
  if (fields.length > MOST_COLUMNS) {
    refuse('too-large', 'file.columns', `The header has ${fields.length} columns; ${MOST_COLUMNS} are read.`);
  }
  return [...fields];
}

/** Undefined where a quote stands inside of a field. */
function fieldsOf(text: string, delimiter: string): string[] | undefined {
  const fields = text.includes('"') ? quoted(text, delimiter) : text.split(delimiter);
  return fields && text.includes("'") ? fields.map(unshielded) : fields;
}

function quoted(text: string, delimiter: string): string[] | undefined {
  const fields: string[] = [];
  let next = 0;
  while (next <= text.length) {
    const end = text[next] === '"' ? afterQuotes(text, next) : endOf(text, delimiter, next);
    if (end === undefined || (end < text.length && text[end] !== delimiter)) return undefined;
    const field = text.slice(next, end);
    if (field.startsWith('"')) fields.push(field.slice(1, -1).replaceAll('""', '"'));
    else if (field.includes('"')) return undefined;
    else fields.push(field);
    next = end + 1;
  }
  return fields;
}

/** The place after the closing quote of a field that opens one; undefined if it is not closed. */
function afterQuotes(text: string, opening: number): number | undefined {
  let closing = text.indexOf('"', opening + 1);
  while (closing >= 0 && text[closing + 1] === '"') closing = text.indexOf('"', closing + 2);
  return closing < 0 ? undefined : closing + 1;
}

function endOf(text: string, delimiter: string, from: number): number {
  const end = text.indexOf(delimiter, from);
  return end < 0 ? text.length : end;
}
