/** From the records of a stream to a Lambda, as one event source mapping says. */
import type { Assembly, Clock, Invoke, Resource } from '../kinds.ts';
import type { TableClient } from './dynamodb-client.ts';
import type { Place } from './endpoint.ts';
import { lambdaNamed } from './lambdas.ts';
import { anyOf, type Matches, readPattern } from './pattern.ts';
import { type Delivery, deliverInOrder } from './stream-batch.ts';
import { pointerTo } from './stream-pointer.ts';
import type { StreamRecord } from './stream-reader.ts';
import type { Table, Tables } from './tables.ts';

export type StreamSetting = {
  readonly assembly: Assembly;
  readonly client: TableClient;
  readonly tables: Tables;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly place: Place;
  /** The platform itself removed this item because it had expired. */
  readonly expired: (table: string, record: StreamRecord) => boolean;
  readonly sendTo: (queueArn: string, body: string, from: Resource) => void;
  /** Told of each batch that the function's role was used to read. */
  readonly reading: (mapping: Resource) => void;
};

export function deliveryTo(mapping: Resource, table: Table, setting: StreamSetting, stopped: AbortSignal) {
  const { properties } = mapping;
  const lambda = lambdaNamed(setting.assembly, String(properties['FunctionName']));
  const wanted = filterOf(properties);
  const size: number = properties['BatchSize'] ?? 100;
  const delivery: Delivery = {
    retries: retriesOf(properties['MaximumRetryAttempts']),
    bisect: properties['BisectBatchOnFunctionError'] === true,
    reportsFailures: properties['FunctionResponseTypes']?.includes('ReportBatchItemFailures') ?? false,
    stopped,
    invoke: (records) => setting.invoke(lambda.arn, { Records: records.map(withoutShard) }),
    tooOld: (record) => ageMs(record, setting.clock) > maximumAgeMs(properties),
    discard(records, tries) {
      const destination = properties['DestinationConfig']?.OnFailure?.Destination;
      if (destination)
        setting.sendTo(destination, pointerTo(records, tries, mapping, lambda, setting.clock), lambda);
    },
  };
  return async (raw: readonly StreamRecord[]) => {
    const records = raw.map((record) => asLambdaSees(record, mapping, table, setting)).filter(wanted);
    for (let at = 0; at < records.length; at += size) {
      setting.reading(mapping);
      await deliverInOrder(records.slice(at, at + size), delivery);
    }
  };
}

const withoutShard = (record: StreamRecord) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'shardId'));

/** None, or fewer than none, means for ever. */
const retriesOf = (declared: number | undefined): number =>
  declared === undefined || declared < 0 ? Number.POSITIVE_INFINITY : declared;

function maximumAgeMs({ MaximumRecordAgeInSeconds: seconds = -1 }: Resource['properties']): number {
  return seconds < 0 ? Number.POSITIVE_INFINITY : seconds * 1000;
}

const ageMs = (record: StreamRecord, clock: Clock): number =>
  clock.now().getTime() - record.dynamodb['ApproximateCreationDateTime'] * 1000;

function filterOf(properties: Resource['properties']): Matches {
  const filters: { Pattern: string }[] = properties['FilterCriteria']?.Filters ?? [];
  return filters.length === 0
    ? () => true
    : anyOf(filters.map(({ Pattern }) => readPattern(JSON.parse(Pattern))));
}

function asLambdaSees(
  record: StreamRecord,
  mapping: Resource,
  table: Table,
  { place, clock, expired }: StreamSetting,
): StreamRecord {
  const removed = record.eventName === 'REMOVE' && expired(table.name, record);
  return {
    ...record,
    ...(removed && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    awsRegion: place.region,
    eventSourceARN: mapping.properties['EventSourceArn'],
    // DynamoDB Local knows this only to the minute, and by this machine's time.
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(clock.now().getTime() / 1000) },
  } as StreamRecord;
}
