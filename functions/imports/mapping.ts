/**
 * A mapping document: how the rows of a file become records, said once and kept with the import.
 *
 *   { "kind": "deals", "format": "csv", "csv": { "delimiter": ",", "header": true },
 *     "where": [{ "column": "SalesPersonID", "filled": true }],
 *     "fields": {
 *       "recordId": { "column": "SalesOrderNumber" },
 *       "amount":   { "column": "SubTotal", "minor": "half-even" },
 *       "currency": { "constant": "USD" },
 *       "status":   { "column": "Status", "lookup": { "5": "won" }, "otherwise": "open" } … } }
 *
 * Dates are YYYY-MM-DD and numbers 1234.56 unless it says otherwise; parts of a minor unit are rejected, and
 * so is a required field that is empty. Rows that do not fit `where` are ignored, and counted.
 */
import * as z from 'zod';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { Delimiter } from './csv.ts';
import { DateRule } from './dates.ts';
import { NumberRule, PartsRule } from './exact.ts';
import { faultsAgainstTarget } from './mapping-faults.ts';
import { textOf } from './source.ts';
import { type Json, isObject, type JsonFault, pointerTo, readStrictJson } from './strict-json.ts';
import { type Kind, kinds } from './targets/index.ts';

const Column = z.string().min(1).max(200);
const Text = z.string().max(2000);

/** Where a field comes from. What may stand beside what depends on the field: `mapping-faults.ts`. */
export const Source = z.strictObject({
  column: Column.optional(),
  /** One value for all rows. Dates are YYYY-MM-DD, numbers 1234.56, lists and maps JSON as text. */
  constant: Text.optional(),
  /** From what stands in the file to the value. */
  lookup: z
    .record(z.string().max(200), Text)
    .refine((lookup) => Object.keys(lookup).length <= 20_000, 'must be at most 20,000')
    .optional(),
  /** For what the lookup does not know: 'reject', or a value. */
  otherwise: Text.optional(),
  date: DateRule.optional(),
  /** The day is the last one, where our own intervals exclude their end. */
  inclusive: z.literal(true).optional(),
  number: NumberRule.optional(),
  minor: PartsRule.optional(),
  /** What stands between the entries of a list; without it, a list is JSON. */
  list: z.enum(['|', ';', ',', '/', ' ']).optional(),
  /** Blanks around the text do not count; around dates, numbers and what is looked up they never do. */
  trim: z.boolean().optional(),
  /** For what is empty, or not there in a row of NDJSON. */
  empty: z.enum(['reject', 'null', 'skip row']).optional(),
});
export type Source = z.output<typeof Source>;

export const Condition = z
  .strictObject({ column: Column, equals: Text.optional(), filled: z.literal(true).optional() })
  .refine(({ equals, filled }) => (equals === undefined) !== (filled === undefined), {
    message: "must say either what it equals, or that it is 'filled'",
  });
export type Condition = z.output<typeof Condition>;

export const Mapping = z
  .strictObject({
    kind: z.enum(kinds as [Kind, ...Kind[]]),
    format: z.enum(['csv', 'ndjson']),
    csv: z.strictObject({ delimiter: Delimiter, header: z.literal(true) }).optional(),
    where: z.array(Condition).max(10).default([]),
    fields: z.record(z.string().max(60), Source),
  })
  .refine(({ format, csv }) => (format === 'csv') === (csv !== undefined), {
    path: ['csv'],
    message: 'belongs to the format csv, and to no other',
  });
export type Mapping = z.output<typeof Mapping>;

/** Reads a document, or refuses it with everything that is wrong with it. */
export function readMapping(json: unknown): Mapping {
  const { data, error } = Mapping.safeParse(json);
  if (error) refuseMapping(error.issues.flatMap(faultsOf));
  const faults = faultsAgainstTarget(data);
  if (faults.length > 0) refuseMapping(faults);
  return data;
}

/** Reads a document as it was written, which alone shows a name that stands twice, for example in a lookup. */
export function readMappingText(bytes: Uint8Array): Mapping {
  const read = readStrictJson(textOf(bytes, 0) ?? '');
  if ('fault' in read) refuseMapping([read.fault]);
  return readMapping(plain(read.json));
}

export function refuseMapping(faults: readonly JsonFault[]): never {
  const [first] = faults;
  throw new Refusal('rule', 'mapping.invalid', `The mapping cannot be used: ${first?.message}`, [...faults]);
}

/** A document has no numbers of its own: one is read as the text that it would be. */
function plain(json: Json): unknown {
  if (Array.isArray(json)) return json.map(plain);
  if (!isObject(json)) return typeof json === 'object' && json ? (json as { text: string }).text : json;
  return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, plain(inner)]));
}

function faultsOf(issue: z.core.$ZodIssue): JsonFault[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ pointer: pointerTo(...issue.path), message: issue.message }];
  return issue.keys.map((key) => ({
    pointer: pointerTo(...issue.path, key),
    message: `There is no such entry: ${key.slice(0, 60)}.`,
  }));
}
