/**
 * Lambdas behind a queue. A message that fails is repeated by itself, up to the queue's limit, and then
 * lies in the dead-letter queue; its neighbours in the batch are not touched.
 *
 *   export const handler = consume('run.published', async ({ tenant, at, data }) => { … });
 *   export const handler = consumeTogether('deal.changed', async (tenant, events) => { … });
 */
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { TenantId } from '../kernel/ids.ts';
import { causeOf, log } from '../log.ts';
import { catalog, Envelope, type EventOf, type EventType } from './catalog.ts';

/** One event at a time. */
export function consume<T extends EventType>(
  types: T | readonly T[],
  run: (event: EventOf<T>) => Promise<void>,
) {
  const wanted = [types].flat() as readonly T[];
  return middy(async (batch: SQSEvent) => {
    const failed: string[] = [];
    for (const record of batch.Records) {
      await attempt(failed, [record], () => run(read(wanted, record)));
    }
    return answer(failed);
  });
}

/** All events of one tenant in a batch at once: for work that gets cheaper in bulk. */
export function consumeTogether<T extends EventType>(
  type: T,
  run: (tenant: TenantId, events: readonly EventOf<T>[]) => Promise<void>,
) {
  return middy(async (batch: SQSEvent) => {
    const failed: string[] = [];
    const groups = new Map<TenantId, { records: SQSRecord[]; events: EventOf<T>[] }>();
    for (const record of batch.Records) {
      await attempt(failed, [record], async () => {
        const event = read([type], record);
        const group = groups.get(event.tenant) ?? { records: [], events: [] };
        groups.set(event.tenant, group);
        group.records.push(record);
        group.events.push(event);
      });
    }
    for (const [tenant, { records, events }] of groups) {
      await attempt(failed, records, () => run(tenant, events));
    }
    return answer(failed);
  });
}

/** The queue holds events as the bus delivers them, and messages that were sent to it directly. */
function read<T extends EventType>(wanted: readonly T[], record: SQSRecord): EventOf<T> {
  const body = z.looseObject({ detail: z.unknown().optional() }).parse(JSON.parse(record.body));
  const envelope = Envelope.parse(body.detail ?? body);
  const type = wanted.find((one) => one === envelope.type);
  if (!type) throw new Error(`expected ${wanted.join(' or ')}, got ${envelope.type}`);
  return { ...envelope, type, data: catalog[type].parse(envelope.data) } as EventOf<T>;
}

async function attempt(failed: string[], records: readonly SQSRecord[], work: () => Promise<void>) {
  try {
    await work();
  } catch (error) {
    log.error('a message failed and will be repeated', { cause: causeOf(error) });
    failed.push(...records.map(({ messageId }) => messageId));
  }
}

function answer(failed: readonly string[]): SQSBatchResponse {
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
