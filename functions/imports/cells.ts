/** How one cell of a row is read into the value of a field, as its mapping says. */
import { NumberText } from '../crm/lossless.ts';
import { addDays, type TimeZone } from '../../shared/kernel/time.ts';
import { dayReader } from './dates.ts';
import { exactReader, type NumberRule } from './exact.ts';
import type { Source } from './mapping.ts';
import type { Problem } from './source.ts';
import { isObject, type Json, readStrictJson } from './strict-json.ts';
import type { Field } from './targets/target.ts';

export type Cell = Json | undefined;
export type Value = string | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type ReadCell = { readonly value: Value } | { readonly problem: Problem } | { readonly skips: true };

type Reader = (cell: Value) => ReadCell;

const PLAIN: NumberRule = { decimal: '.', group: '' };
/** A number of JSON is written in one form, whatever the form of those that are text. */
const NUMERIC: readonly Field['is'][] = ['amount', 'exact'];
/** What tells a message what stands there. */
const MOST_SHOWN = 60;

export function cellReader(field: Field, source: Source, zone: TimeZone): (cell: Cell) => ReadCell {
  const { constant, lookup, trim } = source;
  if (constant !== undefined) {
    const read = readerOf(field, {}, zone)(constant);
    return () => read;
  }
  const read = lookup
    ? lookupReader(readerOf(field, {}, zone), lookup, source.otherwise)
    : readerOf(field, source, zone);
  const trims = trim ?? (lookup !== undefined || field.is === 'day' || NUMERIC.includes(field.is));
  const empty = source.empty ?? (field.required && !field.nullable ? 'reject' : 'null');
  const readNumber = NUMERIC.includes(field.is) && !lookup ? readerOf(field, {}, zone) : read;
  return (cell) => {
    if (cell === undefined && source.empty === undefined) {
      const message = "The row does not have the field: say with 'empty' what that means.";
      return problem('cell.missing', message);
    }
    if (cell instanceof NumberText) return readNumber(cell.text);
    const value = plain(cell ?? null);
    const told = trims && typeof value === 'string' ? value.trim() : value;
    if (told !== null && told !== '') return read(told);
    if (empty === 'skip row') return { skips: true };
    return empty === 'null' ? { value: null } : problem('cell.empty', 'It is empty.');
  };
}

function readerOf(field: Field, source: Source, zone: TimeZone): Reader {
  switch (field.is) {
    case 'text':
      return textual((value) => ({ value }));
    case 'day': {
      const form = source.date ?? 'YYYY-MM-DD';
      const read = dayReader(form, zone);
      return textual((text) => {
        const day = read(text);
        if (!day) return problem('cell.date', `${shown(text)} is no day, ${form}.`);
        return { value: source.inclusive ? addDays(day, 1) : day };
      });
    }
    case 'amount':
    case 'exact': {
      const rule = source.number ?? PLAIN;
      const read = exactReader(rule);
      const form = `1${rule.group}234${rule.decimal}56`;
      const words = (text: string) => `${shown(text)} is no number of the form ${form}, at most 60 long.`;
      return textual((text) => found(read(text)) ?? problem('cell.number', words(text)));
    }
    case 'list':
      return source.list === undefined ? structured : separated(source.list);
    case 'json':
      return structured;
  }
}

function lookupReader(read: Reader, lookup: Readonly<Record<string, string>>, otherwise = 'reject'): Reader {
  return textual((text) => {
    if (Object.hasOwn(lookup, text)) return read(lookup[text] ?? '');
    if (otherwise !== 'reject') return read(otherwise);
    return problem('cell.lookup', `${shown(text)} is not in the lookup.`);
  });
}

function textual(read: (text: string) => ReadCell): Reader {
  return (cell) => (typeof cell === 'object' ? problem('cell.text', 'It is not text.') : read(String(cell)));
}

/** An array or object, or the text of one. */
const structured: Reader = (cell) => {
  if (typeof cell !== 'string') return { value: cell };
  const read = readStrictJson(cell);
  return 'json' in read ? { value: plain(read.json) } : problem('cell.json', read.fault.message);
};

function separated(separator: string): Reader {
  return (cell) => {
    if (typeof cell !== 'string') return { value: cell };
    const entries = cell.split(separator).map((entry) => entry.trim());
    return { value: entries.filter((entry) => entry !== '') };
  };
}

/** Numbers as their text, to the last digit. */
function plain(json: Json): Value {
  if (json instanceof NumberText) return json.text;
  if (Array.isArray(json)) return json.map(plain);
  if (!isObject(json)) return json as string | boolean | null;
  return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, plain(inner)]));
}

function found(value: string | undefined): ReadCell | undefined {
  return value === undefined ? undefined : { value };
}

function problem(code: string, message: string): ReadCell {
  return { problem: { code, message } };
}

function shown(text: string): string {
  return text.length > MOST_SHOWN ? `'${text.slice(0, MOST_SHOWN)}…'` : `'${text}'`;
}
