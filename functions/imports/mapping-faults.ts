/** What a mapping gets wrong: against the fields of what it imports, and against the columns of a file. */
import { Day } from '../../shared/kernel/time.ts';
import { exactReader } from './exact.ts';
import type { Mapping, Source } from './mapping.ts';
import { type JsonFault, pointerTo, readStrictJson } from './strict-json.ts';
import { targetOf } from './targets/index.ts';
import { type Field, fieldNamed, type Target } from './targets/target.ts';

type Fault = { readonly at: readonly string[]; readonly message: string };

export function faultsAgainstTarget({ kind, fields }: Pick<Mapping, 'kind' | 'fields'>): JsonFault[] {
  const target = targetOf(kind);
  const known = Object.keys(target.fields);
  const missing = known.filter((name) => target.fields[name]?.required && !Object.hasOwn(fields, name));
  const faults: Fault[] = missing.map((name) => ({
    at: [name],
    message: `${kind} cannot be without '${name}'.`,
  }));
  for (const pair of target.either ?? []) {
    if (pair.some((name) => Object.hasOwn(fields, name))) continue;
    faults.push({ at: [], message: `${kind} cannot be without '${pair[0]}' or '${pair[1]}'.` });
  }
  for (const [name, source] of Object.entries(fields)) {
    const field = fieldNamed(target, name);
    if (target.open && name !== target.open.map && field === target.open.entry && fields[target.open.map]) {
      faults.push({ at: [name], message: `'${target.open.map}' comes from one column or from many.` });
    }
    if (field) faults.push(...sourceFaults(name, source, field, target));
    else faults.push({ at: [name], message: `${kind} have no ${name.slice(0, 60)}: ${known.join(', ')}.` });
  }
  return faults.map(({ at, message }) => ({ pointer: pointerTo('fields', ...at), message }));
}

/** Columns that the mapping reads and the header does not have, or has twice. */
export function faultsAgainstColumns(mapping: Mapping, columns: readonly string[]): JsonFault[] {
  const conditions = mapping.where.map(({ column }, n) => ({
    pointer: pointerTo('where', n, 'column'),
    column,
  }));
  const sources = Object.entries(mapping.fields).map(([name, { column }]) => ({
    pointer: pointerTo('fields', name, 'column'),
    column,
  }));
  return [...conditions, ...sources].flatMap(({ pointer, column }) => {
    const times = column === undefined ? 1 : columns.filter((name) => name === column).length;
    if (times === 1) return [];
    const words = times === 0 ? 'has no column' : `has ${times} columns`;
    return [{ pointer, message: `The file ${words} '${column}': its columns are ${listed(columns)}.` }];
  });
}

/** Ways of reading, each with the fields that can be read so. */
const READS: Readonly<Partial<Record<keyof Source, readonly Field['is'][]>>> = {
  date: ['day'],
  inclusive: ['day'],
  number: ['amount', 'exact'],
  minor: ['amount'],
  list: ['list'],
  lookup: ['text', 'day', 'amount', 'exact'],
  trim: ['text', 'day', 'amount', 'exact'],
};
const WITH_CONSTANT = ['constant', 'minor'];
const NOT_WITH_LOOKUP = ['date', 'number'] as const;

function* sourceFaults(name: string, source: Source, field: Field, target: Target): Generator<Fault> {
  const { column, constant, lookup = {}, otherwise } = source;
  const given = Object.keys(source) as (keyof Source)[];
  if ((column === undefined) === (constant === undefined)) {
    yield { at: [name], message: `${name} comes either from a column or from a constant.` };
  }
  for (const rule of given) {
    if (READS[rule] && !READS[rule].includes(field.is)) {
      yield {
        at: [name, rule],
        message: `${name} is of the kind '${field.is}': '${rule}' does not apply to it.`,
      };
    } else if (constant !== undefined && column === undefined && !WITH_CONSTANT.includes(rule)) {
      yield { at: [name, rule], message: `A constant is not read: '${rule}' has no meaning beside it.` };
    }
  }
  for (const rule of source.lookup ? NOT_WITH_LOOKUP : []) {
    if (source[rule] === undefined) continue;
    yield {
      at: [name, rule],
      message: `A lookup gives the value itself: '${rule}' has no meaning beside it.`,
    };
  }
  if (otherwise !== undefined && !source.lookup) {
    yield { at: [name, 'otherwise'], message: "'otherwise' stands beside a lookup." };
  }
  if (source.empty === 'null' && field.required && !field.nullable) {
    yield { at: [name, 'empty'], message: `${name} may not be empty: reject it, or skip its row.` };
  }
  const values = [
    { at: ['constant'], value: constant },
    { at: ['otherwise'], value: otherwise === 'reject' ? undefined : otherwise },
    ...Object.entries(lookup).map(([from, value]) => ({ at: ['lookup', from], value })),
  ];
  for (const { at, value } of values) {
    const message = value === undefined ? undefined : valueFault(name, value, field, target);
    if (message) yield { at: [name, ...at], message };
  }
}

const readNumber = exactReader({ decimal: '.', group: '' });

/** Why a value that the mapping itself gives is none for a field. */
function valueFault(name: string, value: string, field: Field, target: Target): string | undefined {
  if (field.is === 'day') return Day.safeParse(value).success ? undefined : 'must be a day, YYYY-MM-DD';
  if (field.is === 'amount' || field.is === 'exact') {
    return readNumber(value) === undefined ? 'must be a number, 1234.56' : undefined;
  }
  if (field.is !== 'text') return 'json' in readStrictJson(value) ? undefined : 'must be JSON';
  return target.record.shape[name]?.safeParse(value).error?.issues[0]?.message;
}

function listed(columns: readonly string[]): string {
  const names = columns.slice(0, 20).map((name) => name.slice(0, 60));
  return columns.length > names.length ? `${names.join(', ')} …` : names.join(', ');
}
