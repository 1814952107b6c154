/**
 * Records as a file that comes back in unchanged: a column for each field, named like it, and the mapping that
 * reads them. Dates are YYYY-MM-DD, amounts 1234.56, lists and maps JSON. What a record does not have is an
 * empty field of CSV, and no field of NDJSON.
 */
import { canonical } from '../../shared/kernel/chain.ts';
import { decimalFromMinor } from '../../shared/kernel/money.ts';
import type { Delimiter } from './csv.ts';
import { type Mapping, readMapping, type Source } from './mapping.ts';
import { type Kind, type Records, targetOf } from './targets/index.ts';
import { minorName } from './targets/target.ts';
import { writeCsv } from './write-csv.ts';

export type FileFormat =
  | { readonly format: 'csv'; readonly delimiter: Delimiter }
  | { readonly format: 'ndjson' };

/** Reads what is exported here. */
export function standardMapping(kind: Kind, file: FileFormat): Mapping {
  const fields = Object.entries(targetOf(kind).fields).map(([name, { required, nullable }]) => {
    const source: Source = required && !nullable ? { column: name } : { column: name, empty: 'null' };
    return [name, source];
  });
  const csv = file.format === 'csv' ? { csv: { delimiter: file.delimiter, header: true } } : {};
  return readMapping({ kind, format: file.format, ...csv, fields: Object.fromEntries(fields) });
}

/** What stands before the first record: a header in CSV, nothing in NDJSON. */
export function exportHeader(kind: Kind, file: FileFormat): string {
  return file.format === 'csv' ? writeCsv([Object.keys(targetOf(kind).fields)], file.delimiter) : '';
}

/** Lines that may be written in as many pieces as one likes. */
export function exportLines<K extends Kind>(
  kind: K,
  records: readonly Records[K][],
  file: FileFormat,
): string {
  const rows = records.map((record) => valuesOf(kind, record));
  if (file.format === 'csv')
    return writeCsv(
      rows.map((row) => row.map(cellOf)),
      file.delimiter,
    );
  const names = Object.keys(targetOf(kind).fields);
  return rows
    .map((row) =>
      Object.fromEntries(names.map((name, n) => [name, row[n]]).filter(([, value]) => value !== null)),
    )
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
}

function valuesOf<K extends Kind>(kind: K, record: Records[K]): unknown[] {
  const values = record as Readonly<Record<string, unknown>>;
  return Object.entries(targetOf(kind).fields).map(([name, { is }]) => {
    const value = values[is === 'amount' ? minorName(name) : name];
    if (typeof value !== 'bigint') return value ?? null;
    return is === 'amount' ? decimalFromMinor(value, values['currency'] as string) : value.toString();
  });
}

function cellOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : canonical(value);
}
