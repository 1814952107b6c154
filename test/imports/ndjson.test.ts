import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { beginNdjson, bookmarkNdjson, endNdjson, readNdjson } from '../../functions/imports/ndjson.ts';
import { fieldOf } from '../../functions/imports/strict-json.ts';
import { NumberText } from '../../functions/crm/lossless.ts';
import { bytesOf, ndjsonOf } from './reading.ts';

const problem = (line: number, code: string, message = '') => ({
  line,
  problem: { code, message: expect.stringContaining(message) },
});

it('reads one object a line, with numbers to their last digit', () => {
  expect(ndjsonOf('\uFEFF{"a":12345678901234567890.10}\r\n\n{"b":[null,true,"x"]}')).toEqual([
    { line: 1, object: { a: new NumberText('12345678901234567890.10') } },
    { line: 2, blank: true },
    { line: 3, object: { b: [null, true, 'x'] } },
  ]);
});

it('refuses by its line what is no object, says two things, or nests without end', () => {
  const lines = [
    '[1]',
    '{"a":1',
    '{"a":1,"b":{"c":1,"\\u0063":2}}',
    '{"a":[{"x":"\\"{"},{"y":"a,\\\\","y":1}]}',
    '[[[[[[[[[1]]]]]]]]]',
    '['.repeat(200_000),
    `{${Array.from({ length: 201 }, (_, n) => `"f${n}":1`).join(',')}}`,
    '{"a":1,"b":1}',
  ];
  expect(ndjsonOf(lines.join('\n'))).toEqual([
    problem(1, 'json.shape'),
    problem(2, 'json.invalid', 'This is not JSON.'),
    problem(3, 'json.invalid', "/b/c: 'c' stands twice"),
    problem(4, 'json.invalid', "/a/1/y: 'y' stands twice"),
    problem(5, 'json.invalid', '/0/0/0/0/0/0/0/0: This is nested more than 8 deep.'),
    problem(6, 'json.invalid'),
    problem(7, 'json.invalid', 'more than 200 fields'),
    expect.objectContaining({ line: 8, object: expect.anything() }),
  ]);
});

it('takes __proto__ for a name, and inherits nothing', () => {
  const [row] = ndjsonOf('{"__proto__":{"polluted":true},"a":"x"}');
  if (!row || !('object' in row)) throw new Error('no object');
  expect(Object.getPrototypeOf(row.object)).toBe(Object.prototype);
  expect(fieldOf(row.object, 'polluted')).toBeUndefined();
  expect(fieldOf(row.object, 'constructor')).toBeUndefined();
  expect(fieldOf(row.object, 'a')).toBe('x');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

it('skips a line of more than a megabyte', () => {
  const long = `{"a":"${'x'.repeat(1_048_576)}"}`;
  expect(ndjsonOf(`${long}\n{"b":"y"}\n${long}`, [1_048_580, 5])).toEqual([
    problem(1, 'record.too-large'),
    { line: 2, object: { b: 'y' } },
    problem(3, 'record.too-large'),
  ]);
});

it('reads any objects the same, at once, in pieces, or anew from a bookmark', () => {
  const texts = fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 20 }), {
    maxKeys: 4,
  });
  const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 5 }), sizes, fc.nat(200), (objects, sizes, stop) => {
      const bytes = bytesOf(objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
      const whole = objects.map((object, n) => ({ line: n + 1, object: { ...object } }));
      expect(ndjsonOf(bytes, sizes)).toEqual(whole);
      const first = readNdjson(beginNdjson, bytes.subarray(0, stop));
      const mark = bookmarkNdjson(first.state);
      const second = readNdjson(mark, bytes.subarray(mark.read));
      expect([...first.rows, ...second.rows, ...endNdjson(second.state).rows]).toEqual(whole);
    }),
  );
});
