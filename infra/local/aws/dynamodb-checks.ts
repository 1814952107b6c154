/**
 * What IAM is asked about a DynamoDB request: action, resource, and the partition keys it reaches for.
 *
 *   GetItem, PutItem …            one check with one leading key
 *   Query                         on the table or the index, with the key of its key condition
 *   BatchGetItem, BatchWriteItem  one check for each table, with the leading key of every item
 *   TransactWriteItems            a PutItem, UpdateItem, DeleteItem or ConditionCheckItem for each action
 *   Scan and the rest             no leading key: only a policy that does not ask for one allows it
 */
import type { AwsCall } from '../kinds.ts';
import type { Json } from './dynamodb-client.ts';
import type { Check, Context, Place } from './endpoint.ts';
import type { Tables } from './tables.ts';

const WITH_ONE_KEY = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem']);

const TRANSACTED: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

export function dynamoDbChecks(call: AwsCall, tables: Tables, place: Place): readonly Check[] {
  const { operation } = call;
  const input: Json = call.input;
  if (operation.startsWith('Transact')) return transactionChecks(input, operation, tables, place);
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem')
    return batchChecks(input, operation, tables, place);
  const on = tableNameIn(input.TableName ?? '*');
  const more: Context = { 'dynamodb:Select': input.Select, 'dynamodb:ReturnValues': input.ReturnValues };
  if (WITH_ONE_KEY.has(operation)) return [itemCheck(operation, input, more, tables, place)];
  const leading = operation === 'Query' ? queriedKey(input, tables) : undefined;
  return [
    {
      action: `dynamodb:${operation}`,
      resource: arnOf(on, tables, place, input.IndexName),
      context: { ...more, 'dynamodb:LeadingKeys': leading },
    },
  ];
}

function transactionChecks(input: Json, operation: string, tables: Tables, place: Place): readonly Check[] {
  const enclosing: Context = { 'dynamodb:EnclosingOperation': operation };
  return (input.TransactItems ?? []).flatMap((entry: Json) =>
    Object.entries<Json>(entry).map(([kind, item]) =>
      itemCheck(TRANSACTED[kind] ?? kind, item, enclosing, tables, place),
    ),
  );
}

function batchChecks(input: Json, operation: string, tables: Tables, place: Place): readonly Check[] {
  return Object.entries<Json>(input.RequestItems ?? {}).map(([name, wanted]) => {
    const items: Json[] = Array.isArray(wanted)
      ? wanted.map((each) => each.PutRequest?.Item ?? each.DeleteRequest?.Key)
      : wanted.Keys;
    const on = tableNameIn(name);
    const leading = items.flatMap((item) => leadingKeyOf(item, on, tables) ?? []);
    const context = { 'dynamodb:LeadingKeys': leading };
    return { action: `dynamodb:${operation}`, resource: arnOf(on, tables, place), context };
  });
}

function itemCheck(action: string, input: Json, more: Context, tables: Tables, place: Place): Check {
  const on = tableNameIn(input.TableName ?? '*');
  const leading = leadingKeyOf(input.Item ?? input.Key, on, tables);
  const context = { ...more, 'dynamodb:LeadingKeys': leading };
  return { action: `dynamodb:${action}`, resource: arnOf(on, tables, place), context };
}

function leadingKeyOf(item: Json, table: string, tables: Tables): string[] | undefined {
  const key = tables.get(table)?.partitionKeyOf();
  return key ? textOf(item?.[key]) : undefined;
}

function queriedKey(input: Json, tables: Tables): string[] | undefined {
  const key = tables.get(tableNameIn(input.TableName))?.partitionKeyOf(input.IndexName);
  if (!key) return undefined;
  if (input.KeyConditions) return textOf(input.KeyConditions[key]?.AttributeValueList?.[0]);
  const placeholder = placeholderOf(key, input);
  return placeholder ? textOf(input.ExpressionAttributeValues?.[placeholder]) : undefined;
}

/** The `:value` that a key condition sets equal to an attribute, by its name or a `#name` of it. */
function placeholderOf(attribute: string, input: Json): string | undefined {
  const words: string[] = String(input.KeyConditionExpression ?? '').match(/[#:]?[\w.-]+|[=<>]+/g) ?? [];
  const names: Record<string, string> = input.ExpressionAttributeNames ?? {};
  const isKey = (word: string | undefined) => word !== undefined && (names[word] ?? word) === attribute;
  for (const [at, word] of words.entries()) {
    const [before, after] = [words[at - 1], words[at + 1]];
    if (word !== '=' || !before || !after) continue;
    if (isKey(before) && after.startsWith(':')) return after;
    if (isKey(after) && before.startsWith(':')) return before;
  }
  return undefined;
}

const textOf = (value: Json): string[] | undefined => {
  const text = value?.S ?? value?.N ?? value?.B;
  return text === undefined ? undefined : [String(text)];
};

export function tablesNamedIn(input: Json): readonly string[] {
  const transacted: Json[] = (input.TransactItems ?? []).flatMap((entry: Json) => Object.values<Json>(entry));
  const names = [input, ...transacted].flatMap(({ TableName }) => TableName ?? []);
  return [...names, ...Object.keys(input.RequestItems ?? {})].map(tableNameIn);
}

/** A table may be named by its ARN. */
const tableNameIn = (name: string): string => name.split('/')[1] ?? name;

function arnOf(table: string, tables: Tables, place: Place, index?: string): string {
  const arn = tables.get(table)?.arn ?? `arn:aws:dynamodb:${place.region}:${place.account}:table/${table}`;
  return index ? `${arn}/index/${index}` : arn;
}
