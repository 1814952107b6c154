/** DynamoDB's expressions for what an update or a condition says. */
import { type Fact, storable } from './items.ts';

/** Changes of one update: attributes to set, to set only when absent, to count up, to remove. */
export type Change = {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly setOnce?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly where?: Readonly<Record<string, unknown>>;
  readonly facts?: readonly Fact[];
  /** Epoch seconds after which the item may be removed. */
  readonly expiresAt?: number;
};

/** Attributes that are as they should be; those that should be `undefined` are not there. */
export function conditionOf(where: Readonly<Record<string, unknown>>) {
  const all = Object.entries(where).map(([name, value], i) => ({ name, value, short: `w${i}` }));
  const given = all.filter(({ value }) => value !== undefined);
  const terms = all.map(({ value, short }) =>
    value === undefined ? `attribute_not_exists(#${short})` : `#${short} = :${short}`,
  );
  return {
    ConditionExpression: terms.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(all.map(({ name, short }) => [`#${short}`, name])),
    ...(given.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(
        given.map(({ value, short }) => [`:${short}`, storable(value)]),
      ),
    }),
  };
}

export function expressionOf({ set = {}, setOnce = {}, add = {}, remove = [], where, facts }: Change) {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const named = (name: string) => {
    const short = `#n${Object.keys(names).length}`;
    names[short] = name;
    return short;
  };
  const valued = (value: unknown) => {
    const short = `:v${Object.keys(values).length}`;
    values[short] = storable(value);
    return short;
  };
  const always = Object.entries({ ...set, ...(facts?.length && { facts }) }).map(
    ([name, value]) => `${named(name)} = ${valued(value)}`,
  );
  const once = Object.entries(setOnce).map(([name, value]) => {
    const short = named(name);
    return `${short} = if_not_exists(${short}, ${valued(value)})`;
  });
  const added = Object.entries(add).map(([name, value]) => `${named(name)} ${valued(value)}`);
  const removed = remove.map(named);
  const parts = [
    always.length + once.length > 0 && `SET ${[...always, ...once].join(', ')}`,
    added.length > 0 && `ADD ${added.join(', ')}`,
    removed.length > 0 && `REMOVE ${removed.join(', ')}`,
  ];
  const condition = where && conditionOf(where);
  return {
    UpdateExpression: parts.filter(Boolean).join(' '),
    ...(condition && { ConditionExpression: condition.ConditionExpression }),
    ExpressionAttributeNames: { ...names, ...condition?.ExpressionAttributeNames },
    ...((Object.keys(values).length > 0 || condition?.ExpressionAttributeValues) && {
      ExpressionAttributeValues: { ...values, ...condition?.ExpressionAttributeValues },
    }),
  };
}
