/**
 * What stands in a file are texts. Where a schema asks for a whole number, such as the months of a guarantee,
 * its digits become one.
 */
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
type Place = readonly PropertyKey[];

/** The same document, with numbers where they are asked for. What else is wrong with it, stays so. */
export function withNumbers(schema: z.ZodType, document: unknown): unknown {
  const { error } = schema.safeParse(document);
  return (error?.issues ?? []).flatMap((issue) => asked(issue, [])).reduce(withNumber, document);
}

function asked(issue: Issue, above: Place): Place[] {
  const place = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    return issue.errors.flatMap((branch) => branch.flatMap((inner) => asked(inner, place)));
  }
  const isNumber = issue.code === 'invalid_type' && ['number', 'int'].includes(issue.expected);
  return isNumber ? [place] : [];
}

function withNumber(value: unknown, [part, ...rest]: Place): unknown {
  if (part === undefined)
    return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (Array.isArray(value)) return value.map((one, n) => (n === part ? withNumber(one, rest) : one));
  if (typeof value !== 'object' || value === null) return value;
  const known: Readonly<Record<string, unknown>> = { ...value };
  return { ...known, [String(part)]: withNumber(known[String(part)], rest) };
}
