/** DynamoDB: every request goes through here to DynamoDB Local, and is counted on its way back. */
import type { AwsCall } from '../kinds.ts';
import {
  asAsked,
  isMetered,
  isWrite,
  type Meter,
  trueCapacity,
  unitsIn,
  unitsOfRefusal,
} from './capacity.ts';
import { dynamoDbChecks, tablesNamedIn } from './dynamodb-checks.ts';
import { type Answer, errorCodeIn, type Json, type TableClient } from './dynamodb-client.ts';
import type { Endpoint, Place, Reply, Request } from './endpoint.ts';
import { readJson, refuseInJson } from './json-endpoint.ts';
import type { Tables } from './tables.ts';

export type DynamoDb = {
  readonly client: TableClient;
  readonly tables: Tables;
  readonly meter: Meter;
  readonly place: Place;
  /** Told after every write, so that streams are read at once. */
  readonly wrote: (tables: readonly string[]) => void;
};

export function dynamoDbEndpoint(dynamoDb: DynamoDb): Endpoint {
  return {
    read: readJson,
    checks: (call) => dynamoDbChecks(call, dynamoDb.tables, dynamoDb.place),
    answer: (call, request) => forward(call, request, dynamoDb),
    refuse: (error) => refuseInJson('1.0', error),
  };
}

async function forward(call: AwsCall, request: Request, dynamoDb: DynamoDb): Promise<Reply> {
  const metered = isMetered(call.operation);
  const target = String(request.headers['x-amz-target']);
  const body = metered ? askingForCapacity(request.body, call.input) : request.body;
  const answer = await dynamoDb.client.forward(target, body);
  if (isWrite(call.operation)) dynamoDb.wrote(tablesNamedIn(call.input));
  return replyOf(answer, metered ? counted(call, answer, dynamoDb.meter) : answer.body);
}

function replyOf({ status, requestId }: Answer, body: string | Buffer): Reply {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId },
    body,
  };
}

const ASKING = Buffer.from('{"ReturnConsumedCapacity":"INDEXES",');

/** Adds the question to the text, since writing a large request anew would take longer. */
function askingForCapacity(body: Buffer, input: Json): Buffer {
  if (input.ReturnConsumedCapacity !== undefined)
    return Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: 'INDEXES' }));
  return Buffer.concat([ASKING, body.subarray(body.indexOf('{') + 1)]);
}

/** Counts the reply's capacity, and leaves in it what the caller had asked for. */
function counted(call: AwsCall, answer: Answer, meter: Meter): string | Buffer {
  const { operation, principal } = call;
  const reply: Json = JSON.parse(answer.body.toString());
  if (answer.status !== 200) {
    meter.count(principal.functionName, operation, unitsOfRefusal(call.input, errorCodeIn(reply)));
    return answer.body;
  }
  const { ConsumedCapacity: consumed, ...rest } = reply;
  const entries = trueCapacity(operation, call.input, consumed);
  meter.count(principal.functionName, operation, unitsIn(entries));
  const { ReturnConsumedCapacity: wanted = 'NONE' } = call.input as { ReturnConsumedCapacity?: string };
  if (wanted === 'NONE') return JSON.stringify(rest);
  return JSON.stringify({ ...rest, ConsumedCapacity: asAsked(wanted, entries, Array.isArray(consumed)) });
}
