/**
 * Delivers a batch of stream records as Lambda does: in order, until each is done or given up.
 *
 *   the function names failed records   those before the first of them are done, the rest is repeated
 *   it fails at the first, or throws    with bisect, the batch is halved (no try is used up); else a retry
 *   retries used up, or records too old the batch is discarded, and a pointer to it sent to the destination
 */
import { readBatchAnswer } from './batch-answer.ts';
import type { StreamRecord } from './stream-reader.ts';
import { backOff } from './work.ts';

export type Delivery = {
  readonly retries: number;
  readonly bisect: boolean;
  readonly reportsFailures: boolean;
  readonly stopped: AbortSignal;
  readonly invoke: (records: readonly StreamRecord[]) => Promise<unknown>;
  readonly tooOld: (record: StreamRecord) => boolean;
  readonly discard: (records: readonly StreamRecord[], tries: number) => void;
};

export async function deliverInOrder(batch: readonly StreamRecord[], delivery: Delivery): Promise<void> {
  let rest = batch;
  let tries = 0;
  while (rest.length > 0 && !delivery.stopped.aborted) {
    const done = await recordsDone(rest, delivery);
    rest = rest.slice(done);
    if (done > 0) continue;
    if (delivery.bisect && rest.length > 1) {
      const half = Math.ceil(rest.length / 2);
      await deliverInOrder(rest.slice(0, half), delivery);
      rest = rest.slice(half);
      continue;
    }
    const [first] = rest;
    if (tries >= delivery.retries || (first && delivery.tooOld(first)))
      return delivery.discard(rest, tries + 1);
    tries += 1;
    await backOff(tries);
  }
}

/** How many records of the batch were done before the first that failed. */
async function recordsDone(batch: readonly StreamRecord[], delivery: Delivery): Promise<number> {
  const numbers = batch.map((record) => record.dynamodb.SequenceNumber);
  try {
    const answer = await delivery.invoke(batch);
    const outcome = delivery.reportsFailures ? readBatchAnswer(answer, new Set(numbers)) : 'succeeded';
    if (outcome === 'failed') return 0;
    return outcome === 'succeeded' ? batch.length : numbers.findIndex((number) => outcome.has(number));
  } catch {
    return 0;
  }
}
