/** Reads the stream of one table from DynamoDB Local, shard after shard, in order. */
import type { Json, TableClient } from './dynamodb-client.ts';

export type StreamRecord = {
  readonly shardId: string;
  readonly eventID: string;
  readonly eventName: string;
  readonly userIdentity?: unknown;
  readonly dynamodb: { readonly SequenceNumber: string; readonly Keys: Json; readonly [field: string]: Json };
};

/** The next records, none if there are none yet. */
export type StreamReader = () => Promise<StreamRecord[]>;

const STALE = ['ExpiredIteratorException', 'TrimmedDataAccessException'];

type Place = { shardId: string; iterator: string | undefined; last?: string };

export async function openStream(
  client: TableClient,
  table: string,
  from: 'TRIM_HORIZON' | 'LATEST',
): Promise<StreamReader> {
  const ask = (operation: string, input: unknown) =>
    client.call(`DynamoDBStreams_20120810.${operation}`, input);
  const { Streams } = await ask('ListStreams', { TableName: table });
  const stream: string = Streams.at(-1).StreamArn;
  const places = new Map<string, Place>();

  const findShards = async (position: string) => {
    const { StreamDescription } = await ask('DescribeStream', { StreamArn: stream });
    for (const { ShardId } of StreamDescription.Shards)
      if (!places.has(ShardId))
        places.set(ShardId, { shardId: ShardId, iterator: await iteratorAt(ShardId, position) });
  };
  const iteratorAt = async (shardId: string, position: string, last?: string) => {
    const where = { StreamArn: stream, ShardId: shardId, ShardIteratorType: position, SequenceNumber: last };
    return (await ask('GetShardIterator', where)).ShardIterator as string;
  };
  const read = async (place: Place): Promise<StreamRecord[]> => {
    const { Records, NextShardIterator } = await ask('GetRecords', { ShardIterator: place.iterator });
    place.iterator = NextShardIterator;
    place.last = Records.at(-1)?.dynamodb.SequenceNumber ?? place.last;
    if (!NextShardIterator) await findShards('TRIM_HORIZON');
    return Records.map((record: Json) => ({ ...record, shardId: place.shardId }));
  };
  // An iterator lives 15 minutes, and a laptop may sleep longer; one of an empty shard may go stale at once.
  const renew = async (place: Place, error: Error): Promise<StreamRecord[]> => {
    if (!STALE.includes(error.name)) throw error;
    const position = place.last ? 'AFTER_SEQUENCE_NUMBER' : from;
    place.iterator = await iteratorAt(place.shardId, position, place.last);
    return [];
  };

  await findShards(from);
  return async () => {
    for (const place of places.values()) {
      if (!place.iterator) continue;
      const records = await read(place).catch((error) => renew(place, error));
      if (records.length > 0) return records;
    }
    return [];
  };
}
