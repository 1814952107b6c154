/**
 * Conditions of IAM policies.
 *
 *   a key that the request does not have   fails, except with IfExists, ForAllValues or a negated operator
 *   several wanted values                  one of them is enough; negated, none of them may match
 *   ForAllValues: / ForAnyValue:           every / some value of the request; others take exactly one value
 */
import type { Context } from './endpoint.ts';
import { matchesText, type PolicyText, readText, variablesIn } from './iam-text.ts';

export type Condition = (context: Context) => boolean;

type Test = (wanted: string) => (value: string, context: Context) => boolean;
type Operator = { readonly test: Test; readonly negated?: true };
type Set = 'ForAllValues' | 'ForAnyValue' | undefined;

const equals: Test = (wanted) => textTest(readText(wanted, false));
const like: Test = (wanted) => textTest(readText(wanted, true));
const ignoreCase: Test = (wanted) => {
  const test = equals(wanted.toLowerCase());
  return (value, context) => test(value.toLowerCase(), context);
};
const number =
  (holds: (value: number, wanted: number) => boolean): Test =>
  (wanted) =>
  (value) =>
    holds(Number(value), Number(wanted));

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { test: equals },
  StringNotEquals: { test: equals, negated: true },
  StringEqualsIgnoreCase: { test: ignoreCase },
  StringNotEqualsIgnoreCase: { test: ignoreCase, negated: true },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: arnLike },
  ArnLike: { test: arnLike },
  ArnNotEquals: { test: arnLike, negated: true },
  ArnNotLike: { test: arnLike, negated: true },
  Bool: { test: ignoreCase },
  NumericEquals: { test: number((value, wanted) => value === wanted) },
  NumericNotEquals: { test: number((value, wanted) => value === wanted), negated: true },
  NumericLessThan: { test: number((value, wanted) => value < wanted) },
  NumericLessThanEquals: { test: number((value, wanted) => value <= wanted) },
  NumericGreaterThan: { test: number((value, wanted) => value > wanted) },
  NumericGreaterThanEquals: { test: number((value, wanted) => value >= wanted) },
};

/** Condition keys that the local host fills in. One it does not know must not pass for absent. */
const KNOWN_KEYS = new RegExp(
  `^(${[
    'aws:(principaltag|requesttag)/.+',
    'aws:(tagkeys|principalarn|principalaccount|requestedregion|securetransport|userid)',
    'dynamodb:(leadingkeys|select|returnvalues|enclosingoperation)',
    'events:(source|detail-type)',
    'kms:(signingalgorithm|macalgorithm|messagetype|encryptioncontext:.+|calleraccount|viaservice)',
    's3:prefix',
    // Given by services that call for somebody, never by a function (as is kms:ViaService).
    'aws:source(account|arn)',
    'sts:(rolesessionname|transitivetagkeys)',
  ].join('|')})$`,
);

export function readConditions(
  block: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Condition {
  const all = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => readCondition(operator, key, listOf(wanted))),
  );
  return (context) => all.every((holds) => holds(context));
}

export const listOf = (value: unknown): string[] => [value].flat().map(String);

function readCondition(operator: string, givenKey: string, wanted: readonly string[]): Condition {
  const key = givenKey.toLowerCase();
  for (const each of [key, ...wanted.flatMap((text) => variablesIn(readText(text, false)))])
    if (!KNOWN_KEYS.test(each)) throw new Error(`The local host does not know the condition key ${each}.`);
  if (operator === 'Null') return (context) => isAbsent(context[key]) === (wanted[0] === 'true');
  const [, set, name = '', ifExists] = /^(?:(\w+):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = OPERATORS[name];
  if (!known) throw new Error(`The local host does not know the condition operator ${operator}.`);
  const tests = wanted.map(known.test);
  const one = (value: string, context: Context) =>
    tests.some((test) => test(value, context)) !== (known.negated ?? false);
  const absent = Boolean(ifExists) || set === 'ForAllValues' || (known.negated === true && !set);
  return (context) => {
    const value = context[key];
    return isAbsent(value) ? absent : holdsFor([value].flat(), set as Set, (each) => one(each, context));
  };
}

const isAbsent = (value: Context[string]): value is undefined => value === undefined || value.length === 0;

function holdsFor(values: readonly string[], set: Set, one: (value: string) => boolean): boolean {
  if (set === 'ForAllValues') return values.every(one);
  if (set === 'ForAnyValue') return values.some(one);
  return values.length === 1 && values.every(one);
}

const textTest =
  (text: PolicyText) =>
  (value: string, context: Context): boolean =>
    matchesText(text, value, context);

/** The six parts of an ARN are compared one by one, so that no wildcard reaches into the next part. */
function arnLike(wanted: string) {
  const parts = partsOf(wanted).map((part) => readText(part, true));
  return (value: string, context: Context): boolean => {
    const given = partsOf(value);
    return (
      given.length === parts.length && parts.every((part, at) => matchesText(part, given[at] ?? '', context))
    );
  };
}

function partsOf(arn: string): string[] {
  const parts = arn.match(/(?:\$\{[^}]*\}|[^:])+|(?<=:)(?=:)/g) ?? [];
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
