/** ETags: which changes were made for what is there, and which readers have it already. */
import { expect, it } from 'vitest';
import { requireMatch, settled, tagged, tagOf } from '../../shared/http/etag.ts';
import { Refusal, refuse } from '../../shared/kernel/refusal.ts';

const FROM = 'the etag of GET /v1/things';

function said(work: () => void): string {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof Refusal ? `${error.because} ${error.code}` : String(error);
  }
}

const MISSING = 'unguarded precondition.missing';
const STALE = 'outdated precondition.stale';
const INVALID = 'unreadable precondition.invalid';

it.each([
  ['its own version', '"3"', 3, 'done'],
  ['another version', '"2"', 3, STALE],
  ['one that only begins like it', '"33"', 3, STALE],
  ['a tag that is no number', '"a,b"', 'a,b', 'done'],
  ['several, one of which it is', '"1", "3"', 3, 'done'],
  ['several with gaps, as lists may have them', ' ,"1",, "3" ,', 3, 'done'],
  ['several, none of which it is', '"1","2"', 3, STALE],
  ['anything that exists', ' * ', 3, 'done'],
  ['anything, where nothing is', '*', undefined, STALE],
  ['a version, where nothing is', '"1"', undefined, STALE],
  ['nothing, where nothing is', undefined, undefined, 'done'],
  ['nothing, where something is', undefined, 3, MISSING],
  ['a weak tag, which never fits', 'W/"3"', 3, STALE],
  ['a weak tag beside a strong one', 'W/"3", "3"', 3, 'done'],
  ['a tag without quotes', '3', 3, INVALID],
  ['a tag of another kind of weak', 'w/"3"', 3, INVALID],
  ['two tags without a comma', '"1" "3"', 3, INVALID],
  ['half a tag', '"3', 3, INVALID],
  ['a tag with a blank in it', '"3 "', 3, INVALID],
  ['anything and a tag', '*, "3"', 3, INVALID],
  ['an empty header', '', 3, INVALID],
  ['commas only', ', ,', 3, INVALID],
  ['a header that cannot be read, where nothing is', 'none', undefined, INVALID],
])('a change made for %s', (_, header, there, expected) => {
  expect(said(() => requireMatch(header, there, FROM))).toBe(expected);
});

it('says which header to send and where its tag is to be had', () => {
  for (const header of [undefined, '"2"']) {
    expect(() => requireMatch(header, 3, FROM)).toThrow(`If-Match with ${FROM}`);
  }
});

it('refuses a long header that is none as quickly as a short one', () => {
  const begun = performance.now();
  expect(said(() => requireMatch(`"1"${' , '.repeat(3_000)}x`, 1, FROM))).toBe(INVALID);
  expect(performance.now() - begun).toBeLessThan(100);
});

const reply = {
  statusCode: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: '{}',
};

it('shows the tag of what it answers, and no body to who has that already', () => {
  const whole = { ...reply, headers: { ...reply.headers, etag: '"3"' } };
  for (const known of [undefined, '"2"', '"1", "2"']) expect(tagged(reply, 3, known)).toEqual(whole);
  const spared = { statusCode: 304, headers: { 'cache-control': 'no-store', etag: '"3"' } };
  // For readers weak is as good: RFC 9110, 13.1.2.
  for (const known of ['"3"', '"1", "3"', 'W/"3"', '*']) expect(tagged(reply, 3, known)).toEqual(spared);
  expect(tagged(reply, undefined, '*')).toBe(reply);
  expect(said(() => tagged(reply, 3, '3'))).toBe(INVALID);
});

it('gives the same content the same tag, in whatever order its fields stand, and other content another', () => {
  expect(tagOf({ a: 1, b: [2, null] })).toBe(tagOf({ b: [2, null], a: 1 }));
  expect(tagOf([{ to: null }])).not.toBe(tagOf([{ to: '2026-01-01' }]));
  expect(tagOf([])).toMatch(/^[\w-]{22}$/);
});

it('asks again who loses a race, some times and not for ever', async () => {
  const racing = (code: string, losses: number) => {
    let tries = 0;
    return settled(async () => {
      tries += 1;
      if (tries <= losses) refuse('conflict', code, 'Somebody was faster.');
      return tries;
    });
  };
  expect(await racing('version.stale', 4)).toBe(5);
  expect(await racing('write.contended', 1)).toBe(2);
  await expect(racing('version.stale', 5)).rejects.toThrow('Somebody was faster.');
  await expect(racing('period.locked', 1)).rejects.toThrow('Somebody was faster.');
});
