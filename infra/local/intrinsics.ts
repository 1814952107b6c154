/** Resolves CloudFormation's intrinsic functions, such as Ref, Fn::Join and Fn::If. */

/** What the template around a value can say about the names in it. */
export type Scope = {
  ref(id: string): unknown;
  attribute(id: string, name: string): unknown;
  exported(name: string): unknown;
  condition(name: string): boolean;
  mapped(path: readonly string[]): unknown;
};

/** AWS::NoValue: the property that holds it does not exist. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (id, scope) => scope.ref(String(id)),
  Condition: (name, scope) => scope.condition(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...name] = typeof argument === 'string' ? argument.split('.') : list(argument, scope);
    return scope.attribute(String(id), name.join('.'));
  },
  'Fn::ImportValue': (name, scope) => scope.exported(String(resolve(name, scope))),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, scope);
    return (parts as unknown[]).join(String(separator));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(argument, scope);
    return (from as unknown[])[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(argument, scope);
    return String(text).split(String(separator));
  },
  'Fn::Base64': (text, scope) => Buffer.from(String(resolve(text, scope))).toString('base64'),
  'Fn::FindInMap': (path, scope) => scope.mapped(list(path, scope).map(String)),
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = argument as [string, unknown, unknown];
    return resolve(scope.condition(condition) ? then : otherwise, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, scope);
    return String(left) === String(right);
  },
  'Fn::Not': (argument, scope) => !list(argument, scope)[0],
  'Fn::And': (argument, scope) => list(argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => list(argument, scope).some(Boolean),
};

/** The value with every intrinsic in it replaced by what it stands for. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((each) => resolve(each, scope)).filter((each) => each !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  const intrinsic = entries.length === 1 && name ? INTRINSICS[name] : undefined;
  if (intrinsic) return intrinsic(argument, scope);
  return Object.fromEntries(
    entries.map(([key, each]) => [key, resolve(each, scope)]).filter(([, each]) => each !== NO_VALUE),
  );
}

function list(argument: unknown, scope: Scope): unknown[] {
  return resolve(argument, scope) as unknown[];
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = given as Record<string, unknown>;
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return String(resolve(variables[name], scope));
    const [id, ...attribute] = name.split('.');
    return String(attribute.length > 0 ? scope.attribute(String(id), attribute.join('.')) : scope.ref(name));
  });
}
