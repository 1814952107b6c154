/**
 * What becomes of each row: accepted as a record, ignored for a reason, or rejected with its line, its column
 * and why. Nothing else can become of one, so a file always adds up.
 *
 * The first row with a key counts. Whether a later one is the same again or says something else depends on
 * that line alone, so pieces of a file may be read one after the other, carrying what was seen, or in any
 * order once all of them were looked at.
 */
import type * as z from 'zod';
import { Currency, type Minor } from '../../shared/kernel/money.ts';
import type { Value } from './cells.ts';
import { booked, type Exact, type PartsRule } from './exact.ts';
import { columnOf, isTaken, type Reading } from './reading.ts';
import { firstOf, mergedSeen, type Print, printOf, type Seen, seenOf } from './seen.ts';
import type { Problem, SourceRow } from './source.ts';
import { pointerTo } from './strict-json.ts';
import { type ImportedRecord, targetOf } from './targets/index.ts';
import { gathered, minorName } from './targets/target.ts';

export type Amount = { readonly currency: Currency; readonly minor: Minor; readonly away: Exact };
export type Accepted = { record: ImportedRecord; print: Print; amount?: Amount };
export type Ignored = 'row.blank' | 'row.not-taken' | 'row.empty' | 'duplicate.same' | 'record.known';
export type Rejection = Problem & { readonly line: number; readonly column: string | null };
export type Outcome = { readonly line: number } & (
  | { readonly accepted: Accepted }
  | { readonly ignored: Ignored }
  | { readonly rejected: Rejection }
);

/** What becomes of the next rows of a file, and what was seen with them. */
export function decide(
  rows: readonly SourceRow[],
  reading: Reading,
  seen: Seen,
): { outcomes: Outcome[]; seen: Seen } {
  const outcomes = rows.map((row) => outcomeOf(row, reading));
  const prints = outcomes.flatMap((outcome) =>
    'accepted' in outcome ? [{ line: outcome.line, print: outcome.accepted.print }] : [],
  );
  const all = mergedSeen(seen, seenOf(prints));
  return { outcomes: outcomes.map((outcome) => once(outcome, all)), seen: all };
}

/** A row by itself, whatever else the file says. */
export function outcomeOf(row: SourceRow, reading: Reading): Outcome {
  const { line } = row;
  if ('blank' in row) return { line, ignored: 'row.blank' };
  if ('problem' in row) return reject(line, null, row.problem);
  if (!isTaken(row, reading)) return { line, ignored: 'row.not-taken' };
  const values: Record<string, Value> = {};
  for (const { name, column, read } of reading.fields) {
    const cell = read(row);
    if ('skips' in cell) return { line, ignored: 'row.empty' };
    if ('problem' in cell) return reject(line, column, cell.problem);
    if (cell.value !== null) values[name] = cell.value;
  }
  return recordOf(line, values, reading);
}

function recordOf(line: number, values: Record<string, Value>, reading: Reading): Outcome {
  const amounts: Record<string, Amount> = {};
  const others = { ...values };
  for (const [name, parts] of Object.entries(reading.parts)) {
    const exact = values[name];
    delete others[name];
    if (typeof exact !== 'string') continue;
    const amount = amountOf(exact, values['currency'], parts);
    if ('code' in amount) {
      return reject(line, columnOf(reading, amount.code === 'currency.unknown' ? 'currency' : name), amount);
    }
    amounts[name] = amount;
  }
  const target = targetOf(reading.kind);
  const { data, error } = target.record.safeParse({ ...gathered(target, others), ...minorOf(amounts) });
  if (error) return invalid(line, error, reading);
  const record = data as ImportedRecord;
  const { amount } = amounts;
  const accepted = { record, print: printOf(reading.kind, record), ...(amount && { amount }) };
  return { line, accepted };
}

/** A field `cost` becomes `costMinor`. */
function minorOf(amounts: Readonly<Record<string, Amount>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, { minor }]) => [minorName(name), minor.toString()]),
  );
}

/** Of the rows with one key, the first; another is ignored or rejected. */
function once(outcome: Outcome, seen: Seen): Outcome {
  if (!('accepted' in outcome)) return outcome;
  const { line, accepted } = outcome;
  const first = firstOf(seen, accepted.print);
  if (!first || first.line >= line) return outcome;
  if (first.same) return { line, ignored: 'duplicate.same' };
  const message = `Line ${first.line} says something else of the same.`;
  return reject(line, null, { code: 'duplicate.other', message });
}

function amountOf(exact: Exact, named: Value | undefined, parts: PartsRule): Amount | Problem {
  const { data: currency } = Currency.safeParse(named);
  if (currency === undefined) {
    return {
      code: 'currency.unknown',
      message: `${typeof named === 'string' ? `'${named.slice(0, 60)}'` : 'This'} is no currency of ISO 4217.`,
    };
  }
  const amount = booked(exact, currency, parts);
  if (amount === 'parts')
    return { code: 'amount.parts', message: `${exact} has parts of ${currency}'s minor unit.` };
  if (amount === 'size') return { code: 'amount.size', message: `${exact} is too large to be booked.` };
  return { currency, ...amount };
}

function invalid(line: number, error: z.ZodError, reading: Reading): Outcome {
  const [issue] = error.issues;
  const [step = '', ...inner] = issue?.path ?? [];
  const field = Object.keys(reading.parts).find((name) => minorName(name) === step) ?? String(step);
  const where = inner.length > 0 ? `${field}${pointerTo(...inner)}` : field;
  const message = `${where}: ${issue?.message ?? 'does not fit'}`;
  return reject(line, columnOf(reading, field), { code: 'field.invalid', message });
}

function reject(line: number, column: string | null, { code, message }: Problem): Outcome {
  return { line, rejected: { line, column, code, message } };
}
