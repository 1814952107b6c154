/** A mapping that is ready to read the rows of one file. */
import type { TimeZone } from '../../shared/kernel/time.ts';
import { NumberText } from '../crm/lossless.ts';
import { type Cell, cellReader, type ReadCell } from './cells.ts';
import type { PartsRule } from './exact.ts';
import { type Condition, type Mapping, refuseMapping } from './mapping.ts';
import { faultsAgainstColumns } from './mapping-faults.ts';
import { fieldOf, type JsonObject } from './strict-json.ts';
import { type Kind, targetOf } from './targets/index.ts';
import { type Field, fieldNamed } from './targets/target.ts';

type Row = { readonly fields: readonly string[] } | { readonly object: JsonObject };
type FieldReader = {
  readonly name: string;
  readonly column: string | null;
  readonly read: (row: Row) => ReadCell;
};

export type Reading = {
  readonly kind: Kind;
  readonly where: readonly ((row: Row) => boolean)[];
  readonly fields: readonly FieldReader[];
  /** By field: what becomes of parts of a minor unit. */
  readonly parts: Readonly<Record<string, PartsRule>>;
};

/** Refuses a mapping that does not fit the header; NDJSON has none, and what it lacks is empty. */
export function readingOf(mapping: Mapping, columns: readonly string[] | null, zone: TimeZone): Reading {
  const faults = columns ? faultsAgainstColumns(mapping, columns) : [];
  if (faults.length > 0) refuseMapping(faults);
  const index = new Map((columns ?? []).map((column, n) => [column, n]));
  const cellIn = (column: string) => {
    const at = index.get(column) ?? -1;
    return (row: Row): Cell => ('fields' in row ? row.fields[at] : fieldOf(row.object, column));
  };
  const target = targetOf(mapping.kind);
  const fields = Object.entries(mapping.fields).map(([name, source]): FieldReader => {
    const read = cellReader(fieldNamed(target, name) as Field, source, zone);
    if (source.column === undefined) return { name, column: null, read: () => read(undefined) };
    const cell = cellIn(source.column);
    return { name, column: source.column, read: (row) => read(cell(row)) };
  });
  const where = mapping.where.map((condition) => {
    const cell = cellIn(condition.column);
    return (row: Row) => holds(condition, cell(row));
  });
  const amounts = Object.entries(mapping.fields).filter(
    ([name]) => fieldNamed(target, name)?.is === 'amount',
  );
  const parts = Object.fromEntries(amounts.map(([name, { minor = 'reject' }]) => [name, minor]));
  return { kind: mapping.kind, where, fields, parts };
}

export function isTaken(row: Row, { where }: Reading): boolean {
  return where.every((holds) => holds(row));
}

/** The column that a field of the record comes from; null for one that no column gives. */
export function columnOf({ fields }: Reading, field: string): string | null {
  return fields.find(({ name }) => name === field)?.column ?? null;
}

function holds({ equals }: Condition, cell: Cell): boolean {
  const text = cell === undefined || cell === null ? '' : textOf(cell);
  return equals === undefined ? text.trim() !== '' : text === equals;
}

function textOf(cell: NonNullable<Cell>): string {
  if (typeof cell !== 'object') return String(cell);
  return cell instanceof NumberText ? cell.text : JSON.stringify(cell);
}
