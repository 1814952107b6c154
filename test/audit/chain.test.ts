/** The chain of the audit trail: how an entry is written and hashed, and that nothing done to it stays unseen. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, chained, START, verify } from '../../shared/kernel/chain.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const linesOf = (entries: readonly object[]) => entries.map(canonical);
const entry = fc.record({
  by: fc.string(),
  why: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
  after: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
});
const chains = fc
  .array(entry, { minLength: 1, maxLength: 12 })
  .map((entries) => linesOf(chained(START, entries)));

describe('the canonical form', () => {
  it('writes fields in the order of their names, without blanks, as RFC 8785 says', () => {
    // The sorting example of RFC 8785, 3.2.3: names in order of their UTF-16 code units.
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonical(names)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
    );
    expect(canonical({ b: [1, { d: null, c: 'x' }], a: true, none: undefined })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
  });

  it('is the same for everything that is the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonical(turned)).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('a chain', () => {
  it('hashes each entry with the hash of the one before it, and the first one with zeros', () => {
    const [one, two] = chained(START, [{ what: 'a' }, { what: 'b' }]);
    const first = sha256(`${'0'.repeat(64)}\n{"n":1,"what":"a"}`);
    expect(one).toEqual({ n: 1, what: 'a', hash: first });
    expect(two).toEqual({ n: 2, what: 'b', hash: sha256(`${first}\n{"n":2,"what":"b"}`) });
  });

  it('is the same however it is cut into pages', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.nat(), (entries, cut) => {
        const at = cut % (entries.length + 1);
        const begun = chained(START, entries.slice(0, at));
        const whole = [...begun, ...chained(begun.at(-1) ?? START, entries.slice(at))];
        expect(whole).toEqual(chained(START, entries));
      }),
    );
  });

  it('holds as it was written, up to its last entry', () => {
    fc.assert(
      fc.property(chains, (lines) => {
        const { n, hash } = JSON.parse(lines.at(-1) ?? '') as { n: number; hash: string };
        expect(verify(lines)).toEqual({ holds: true, last: { n, hash } });
      }),
    );
    expect(verify([])).toEqual({ holds: true, last: START });
  });

  it('A116 breaks at the very entry of which any byte is another', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (lines, which, where, by) => {
        const at = which % lines.length;
        const bytes = Buffer.from(lines[at] ?? '');
        const place = where % bytes.length;
        bytes[place] = ((bytes[place] ?? 0) + by) % 256;
        expect(verify(lines.with(at, bytes.toString('utf8')))).toMatchObject({ holds: false, place: at + 1 });
      }),
      { numRuns: 500 },
    );
  });

  it('A116 breaks where an entry was left out, moved, or put in twice', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), (lines, one, other) => {
        fc.pre(lines.length > 1);
        const early = one % (lines.length - 1);
        const late = early + 1 + (other % (lines.length - 1 - early));
        const brokenAt = (changed: string[], place: number) =>
          expect(verify(changed)).toMatchObject({ holds: false, place });
        brokenAt(lines.toSpliced(early, 1), early + 1);
        brokenAt(lines.with(early, lines[late] ?? '').with(late, lines[early] ?? ''), early + 1);
        brokenAt(lines.toSpliced(early, 0, lines[early] ?? ''), early + 2);
      }),
    );
  });

  it('breaks where somebody who can hash wrote another entry and everything after it is as it was', () => {
    const honest = chained(START, [{ pay: 1 }, { pay: 2 }, { pay: 3 }]);
    const [forged] = chained({ n: 1, hash: honest[0]?.hash ?? '' }, [{ pay: 2_000 }]);
    const lines = linesOf(honest).with(1, canonical(forged));
    expect(verify(lines)).toMatchObject({ holds: false, place: 3 });
  });

  it('breaks where a line means the same and is written otherwise', () => {
    const [line = ''] = linesOf(chained(START, [{ a: 1 }]));
    for (const other of [` ${line}`, line.replace('{"a":1,', '{"a":1,"a":1,'), line.replace(':1,', ': 1,')]) {
      expect(verify([other])).toMatchObject({ holds: false, place: 1 });
    }
  });
});
