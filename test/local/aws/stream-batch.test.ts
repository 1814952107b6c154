/** What becomes of a batch of stream records: in order, isolated, bounded. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Delivery, deliverInOrder } from '../../../infra/local/aws/stream-batch.ts';
import type { StreamRecord } from '../../../infra/local/aws/stream-reader.ts';

const records = (...numbers: string[]): StreamRecord[] =>
  numbers.map((SequenceNumber) => ({
    shardId: 's',
    eventID: SequenceNumber,
    eventName: 'INSERT',
    dynamodb: { SequenceNumber, Keys: {} },
  }));
const numbersOf = (batch: readonly StreamRecord[]) => batch.map(({ eventID }) => eventID).join('');

/** Delivers the records of a text, one for each letter; `fails` says what the function makes of a batch. */
async function deliver(letters: string, fails: (batch: string) => unknown, more: Partial<Delivery> = {}) {
  const calls: string[] = [];
  const discarded: string[] = [];
  const delivery: Delivery = {
    retries: 1,
    bisect: true,
    reportsFailures: true,
    stopped: new AbortController().signal,
    tooOld: () => false,
    discard: (batch) => void discarded.push(numbersOf(batch)),
    invoke: async (batch) => {
      calls.push(numbersOf(batch));
      return fails(numbersOf(batch));
    },
    ...more,
  };
  await deliverInOrder(records(...Array.from(letters)), delivery);
  return { calls, discarded };
}

const says = (itemIdentifier: unknown) => ({ batchItemFailures: [{ itemIdentifier }] });
const report = (letter: string) => (batch: string) => (batch.includes(letter) ? says(letter) : {});
const throwing = (letter: string) => (batch: string) => {
  if (batch.includes(letter)) throw new Error(letter);
};

it('repeats from the record that failed, halves what is left, and gives up on the bad one alone', async () => {
  // ab are done; cdef fails at its first, so it is halved: cd, then c alone, which has one retry.
  expect(await deliver('abcdef', report('c'))).toEqual({
    calls: ['abcdef', 'cdef', 'cd', 'c', 'c', 'd', 'ef'],
    discarded: ['c'],
  });
});

it('halves a batch whose function throws, without using up its retries', async () => {
  expect(await deliver('abcd', throwing('b'))).toEqual({
    calls: ['abcd', 'ab', 'a', 'b', 'b', 'cd'],
    discarded: ['b'],
  });
});

it('without halving, gives up on all that is left', async () => {
  expect(await deliver('abc', report('b'), { bisect: false })).toEqual({
    calls: ['abc', 'bc', 'bc'],
    discarded: ['bc'],
  });
});

it.each([
  ['an unknown identifier', says('z')],
  ['an empty identifier', says('')],
  ['no identifier', says(null)],
])('takes %s for the failure of all', async (_what, answer) => {
  expect(await deliver('ab', () => answer, { bisect: false, retries: 0 })).toEqual({
    calls: ['ab'],
    discarded: ['ab'],
  });
});

it.each([[undefined], [null], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
  'takes %j for the success of all',
  async (answer) => {
    expect(await deliver('ab', () => answer)).toEqual({ calls: ['ab'], discarded: [] });
  },
);

it('listens to no list of failures unless the mapping says so', async () => {
  expect((await deliver('ab', report('a'), { reportsFailures: false })).discarded).toEqual([]);
});

it('gives up at once on records that are too old', async () => {
  expect((await deliver('a', throwing('a'), { retries: 9, tooOld: () => true })).calls).toEqual(['a']);
});

it('does every good record, in order, and discards every bad one, whatever the batch', async () => {
  const letters = 'abcdefgh';
  await fc.assert(
    fc.asyncProperty(fc.subarray(Array.from(letters)), fc.boolean(), async (bad, throws) => {
      const done: string[] = [];
      const { discarded } = await deliver(
        letters,
        (batch) => {
          const first = Array.from(batch).findIndex((letter) => bad.includes(letter));
          if (throws && first >= 0) throw new Error('no');
          done.push(...Array.from(first < 0 ? batch : batch.slice(0, first)));
          return first < 0 ? {} : says(batch[first]);
        },
        { retries: 0 },
      );
      expect(done).toEqual(Array.from(letters).filter((letter) => !bad.includes(letter)));
      expect(discarded).toEqual(bad);
    }),
    { numRuns: 60 },
  );
});
