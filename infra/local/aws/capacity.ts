/**
 * Counts what each function costs in DynamoDB, by the price list of AWS.
 *
 * DynamoDB Local counts single items, batches, queries and index entries as AWS does. Its transactions it
 * counts twice too often, and it forgets their condition checks:
 *   TransactWriteItems   its number ÷ 2, and 2 for each condition check (of an item up to 1 KB)
 *   a refused condition  1 for a write, 2 for each action of a transaction; its error names no number
 */
import type { Json } from './dynamodb-client.ts';

export type Units = { calls: number; rcu: number; wcu: number };

/** function → operation → units */
export type Capacity = Readonly<Record<string, Readonly<Record<string, Readonly<Units>>>>>;

export type Meter = {
  readonly count: (functionName: string, operation: string, units: number) => void;
  readonly totals: () => Capacity;
  readonly reset: () => void;
};

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

export const isWrite = (operation: string): boolean => WRITES.has(operation);
export const isMetered = (operation: string): boolean => READS.has(operation) || WRITES.has(operation);

export function startMeter(): Meter {
  const counted = new Map<string, Map<string, Units>>();
  return {
    count(functionName, operation, units) {
      const operations = counted.get(functionName) ?? new Map<string, Units>();
      counted.set(functionName, operations);
      const sum = operations.get(operation) ?? { calls: 0, rcu: 0, wcu: 0 };
      operations.set(operation, sum);
      sum.calls += 1;
      if (isWrite(operation)) sum.wcu += units;
      else sum.rcu += units;
    },
    totals: () =>
      Object.fromEntries(
        [...counted].map(([name, sums]) => [name, structuredClone(Object.fromEntries(sums))]),
      ),
    reset: () => counted.clear(),
  };
}

/** The ConsumedCapacity of a reply, put right; always a list, one entry for each table. */
export function trueCapacity(operation: string, input: Json, consumed: Json): Json[] {
  const entries: Json[] = Array.isArray(consumed) ? consumed : consumed ? [consumed] : [];
  if (operation !== 'TransactWriteItems') return entries;
  return entries.map((entry) => {
    const checks = input.TransactItems.filter(
      (each: Json) => each.ConditionCheck?.TableName === entry.TableName,
    );
    const onlyChecks = checks.length === input.TransactItems.length;
    return addUnits(scaled(entry, onlyChecks ? 0 : 0.5), 2 * checks.length);
  });
}

function scaled(entry: Json, factor: number): Json {
  if (typeof entry === 'number') return entry * factor;
  if (typeof entry !== 'object' || entry === null) return entry;
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, scaled(value, factor)]));
}

function addUnits(entry: Json, units: number): Json {
  const more = (sum: Json) => ({
    ...sum,
    CapacityUnits: sum.CapacityUnits + units,
    WriteCapacityUnits: sum.WriteCapacityUnits + units,
  });
  return { ...more(entry), Table: more(entry.Table ?? { CapacityUnits: 0, WriteCapacityUnits: 0 }) };
}

export const unitsIn = (entries: readonly Json[]): number =>
  entries.reduce((sum, entry) => sum + entry.CapacityUnits, 0);

/** What a refused write costs all the same. */
export function unitsOfRefusal(input: Json, code: string): number {
  if (code === 'ConditionalCheckFailedException') return 1;
  if (code === 'TransactionCanceledException') return 2 * (input.TransactItems?.length ?? 0);
  return 0;
}

/** The reply's capacity as its caller asked for it. */
export function asAsked(wanted: string, entries: readonly Json[], wasList: boolean): Json {
  const shown = wanted === 'INDEXES' ? entries : entries.map(withoutParts);
  return wasList ? shown : shown[0];
}

const PARTS = ['Table', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];

const withoutParts = (entry: Json): Json =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => !PARTS.includes(name)));
