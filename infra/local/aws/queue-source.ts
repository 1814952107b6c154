/** From a queue to a Lambda, as one event source mapping says: in batches, a few at once. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Invoke, Resource } from '../kinds.ts';
import { readBatchAnswer } from './batch-answer.ts';
import type { Message, Queue } from './queue.ts';
import { md5, systemAttributes } from './sqs.ts';

/** A laptop does not wait for batches to fill up as long as a cloud does. */
const LONGEST_WINDOW_MS = 100;
/** As many as the host keeps instances of one function; more would only make batches smaller. */
const CONCURRENCY = 4;

export type QueueSource = {
  readonly queue: Queue;
  readonly mapping: Resource;
  readonly lambda: Resource;
  readonly region: string;
  readonly invoke: Invoke;
  /** Told of each batch that the function's role was used to receive. */
  readonly reading: (mapping: Resource) => void;
};

export function consume(source: QueueSource): void {
  const { properties } = source.mapping;
  const size: number = properties['BatchSize'] ?? 10;
  const windowMs = Math.min(1000 * (properties['MaximumBatchingWindowInSeconds'] ?? 0), LONGEST_WINDOW_MS);
  const most = Math.min(properties['ScalingConfig']?.MaximumConcurrency ?? CONCURRENCY, CONCURRENCY);
  let running = 0;
  let gathering = false;

  const gather = async () => {
    if (gathering || running >= most) return;
    gathering = true;
    if (source.queue.counts().visible < size) await pause(windowMs);
    gathering = false;
    for (let free = most - running; free > 0 && source.queue.counts().visible > 0; free -= 1)
      void deliver(source.queue.receive(size));
  };
  const deliver = async (batch: readonly Message[]) => {
    running += 1;
    source.reading(source.mapping);
    const failed = await failedOf(batch, source);
    for (const message of batch) {
      if (failed(message.id)) source.queue.fail(message.receipt);
      else source.queue.delete(message.receipt);
    }
    running -= 1;
    if (source.queue.counts().visible > 0) void gather();
  };
  source.queue.onArrival(() => void gather());
}

async function failedOf(batch: readonly Message[], source: QueueSource): Promise<(id: string) => boolean> {
  const reports = source.mapping.properties['FunctionResponseTypes']?.includes('ReportBatchItemFailures');
  try {
    const answer = await source.invoke(source.lambda.arn, {
      Records: batch.map((each) => record(each, source)),
    });
    const outcome = reports ? readBatchAnswer(answer, new Set(batch.map(({ id }) => id))) : 'succeeded';
    if (typeof outcome === 'string') return () => outcome === 'failed';
    return (id) => outcome.has(id);
  } catch {
    return () => true;
  }
}

function record(message: Message, { queue, region }: QueueSource) {
  const attributes = Object.entries(message.attributes).map(([name, value]) => [
    name,
    { dataType: value.DataType, stringValue: value.StringValue, binaryValue: value.BinaryValue },
  ]);
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}
