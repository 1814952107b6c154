/** What a schema found wrong, as those read it who sent it. */
import { expect, it } from 'vitest';
import * as z from 'zod';
import { faultsOf } from '../../shared/kernel/faults.ts';

const choice = z.union([z.literal('excess'), z.strictObject({ share: z.string() })]);
const window = z.union([
  z.strictObject({ months: z.int() }),
  z.strictObject({ from: z.string(), to: z.string() }),
]);
const kind = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a') }),
  z.strictObject({ kind: z.literal('b') }),
]);
const said = (schema: z.ZodType, value: unknown) => {
  const { error } = z.strictObject({ it: schema }).safeParse({ it: value });
  return (error ? faultsOf(error) : []).map(({ pointer, message }) => `${pointer} ${message}`);
};

it.each<[string, z.ZodType, unknown, string[]]>([
  ['what is missing', z.int(), undefined, ['/it is missing: it must be a number']],
  ['what is something else', z.int(), 'x', ['/it must be a number']],
  ['what has parts', z.int(), 1.5, ['/it must be a whole number']],
  ['a list that is an object', z.array(z.string()), {}, ['/it must be a list']],
  ['too few', z.array(z.string()).min(1), [], ['/it must have 1 or more entries']],
  ['too many', z.array(z.string()).max(1), ['a', 'b'], ['/it must have 1 or less entries']],
  ['too short', z.string().min(2), 'a', ['/it must have 2 or more characters']],
  ['too small', z.int().min(1), 0, ['/it must be 1 or more']],
  ['not above', z.number().positive(), 0, ['/it must be more than 0']],
  ['a day that is none', z.iso.date(), '2026-02-30', ["/it must be a day, for example '2026-03-31'"]],
  ['a word that is none of some', z.enum(['x', 'y']), 'z', ["/it must be one of 'x', 'y'"]],
  ['a kind that is not said', kind, {}, ["/it/kind must be one of 'a', 'b'"]],
  ['a choice that is half said', choice, {}, ['/it/share is missing: it must be text']],
  ['a choice that is none', choice, 7, ["/it must be 'excess', or an object"]],
  ['a choice that is not made', choice, undefined, ["/it is missing: it must be 'excess', or an object"]],
  ['of two shapes the nearer one', window, { from: 'x' }, ['/it/to is missing: it must be text']],
  ['a field that there is not', choice, { share: 'x', of: 1 }, ['/it/of There is no such field.']],
  [
    'a name in words of its own',
    z.record(z.string().regex(/^a/, 'must begin with a'), z.string()),
    { b: '' },
    ['/it/b must have a name that is known here: must begin with a'],
  ],
  ['words of its own', z.string().refine(() => false, 'must be nicer'), 'x', ['/it must be nicer']],
])('says %s', (_, schema, value, faults) => {
  expect(said(schema, value)).toEqual(faults);
});

it('points where names have slashes in them', () => {
  const { error } = z.record(z.string(), z.int()).safeParse({ 'a/b~c': 'x' });
  expect(error && faultsOf(error, '/query')).toEqual([
    { pointer: '/query/a~1b~0c', message: 'must be a number' },
  ]);
});
