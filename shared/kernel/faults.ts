/**
 * What a schema found wrong, each at its place and in words that say what to send. Words of our own stand.
 *
 *   Invalid input: expected number, received undefined     /within/months  is missing: it must be a number
 *   Too small: expected array to have >=1 items            /components     must have 1 entry or more
 *   Invalid input, of 'excess' or { share }, was {}        /share          is missing: it must be text
 */
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
type Fault = { readonly pointer: string; readonly message: string };
type Found = { readonly path: readonly PropertyKey[]; readonly message: string };

/** As the schemas say it by themselves. */
const UNTOLD = /^(Invalid|Too (small|big):|Unrecognized)/;
const MISSING = /received undefined$/;

export function faultsOf({ issues }: { readonly issues: readonly Issue[] }, root = ''): Fault[] {
  return issues.flatMap(found).map(({ path, message }) => ({
    pointer: root + path.map((part) => `/${escaped(String(part))}`).join(''),
    message,
  }));
}

function found(issue: Issue): Found[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'There is no such field.' }));
  if (!UNTOLD.test(issue.message)) return [{ path, message: issue.message }];
  const meant = issue.code === 'invalid_union' ? branchMeant(issue.errors) : undefined;
  if (meant) return meant.flatMap(found).map((one) => ({ ...one, path: [...path, ...one.path] }));
  const words = wanted(issue);
  return [{ path, message: isMissing(issue) ? `is missing: it must ${words}` : `must ${words}` }];
}

/** Of several choices that whose shape was sent: what is wrong lies inside it. Of more, the one that is nearest. */
function branchMeant(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const inside = branches.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return inside.toSorted((a, b) => a.length - b.length)[0];
}

function isMissing(issue: Issue): boolean {
  if (issue.code !== 'invalid_union') return MISSING.test(issue.message);
  return issue.errors.length > 0 && issue.errors.flat().some(isMissing);
}

/** What follows 'must'. */
function wanted(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `be ${NOUNS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return sized(issue.origin, issue.minimum, issue.inclusive === false ? 'more' : 'or more');
    case 'too_big':
      return sized(issue.origin, issue.maximum, issue.inclusive === false ? 'less' : 'or less');
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'be written in another way';
    case 'invalid_key':
      return `have a name that is known here: ${issue.issues.map(({ message }) => message).join(', ')}`;
    case 'invalid_union':
      return choices(issue);
    case 'custom':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return 'be something else';
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: "be a day, for example '2026-03-31'",
  datetime: "be a moment, for example '2026-03-31T12:00:00.000Z'",
  email: 'be an e-mail address',
};

function oneOf(values: readonly unknown[]): string {
  const named = values.map((value) => `'${String(value)}'`).join(', ');
  return values.length === 1 ? `be ${named}` : `be one of ${named}`;
}

function choices(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options);
  const each = new Set(issue.errors.flatMap(([first]) => (first ? [wordsOf(first)] : [])));
  const [first = 'be something else', ...others] = each;
  return [first, ...others.map((words) => words.replace(/^be /, ''))].join(', or ');
}

function wordsOf(issue: Issue): string {
  return UNTOLD.test(issue.message) ? wanted(issue) : issue.message.replace(/^must /, '');
}

function sized(origin: string, size: number | bigint, how: string): string {
  const what = { array: 'entries', string: 'characters' }[origin];
  const words = how.startsWith('or') ? `${size} ${how}` : `${how} than ${size}`;
  return what === undefined ? `be ${words}` : `have ${words} ${what}`;
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
