/**
 * One record of a CSV file: its fields, out of quotes, and out of the shield that `write-csv.ts` puts before
 * text that a spreadsheet would run.
 */
import { unshielded } from './shield.ts';

/** Undefined where a quote stands inside of a field. */
export function fieldsOf(text: string, delimiter: string): string[] | undefined {
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
