/** EventBridge as clients see it: PutEvents, whose entries succeed or fail one by one. */
import type { PutEventsRequest, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { AwsCall, Clock } from '../kinds.ts';
import { type Buses, newEvent } from './bus.ts';
import { type Check, type Endpoint, invalid, type Place, type Wire } from './endpoint.ts';
import { jsonEndpoint } from './json-endpoint.ts';

const LARGEST_BYTES = 1_048_576;

type Entry = Wire<PutEventsRequestEntry>;

export function eventsEndpoint(buses: Buses, place: Place, clock: Clock): Endpoint {
  const putOne = (entry: Entry) => {
    const busArn = buses.arnOf(entry.EventBusName ?? 'default');
    const problem = problemIn(entry) ?? (busArn ? undefined : MISSING_BUS);
    if (problem || !busArn) return problem;
    const event = newEvent(entry, { place, clock });
    buses.put(busArn, event);
    return { EventId: event.id };
  };
  const operations = {
    PutEvents: ({ Entries: entries = [] }: Wire<PutEventsRequest>) => {
      requireFit(entries);
      const results = entries.map(putOne);
      return {
        FailedEntryCount: results.filter((each) => each && 'ErrorCode' in each).length,
        Entries: results,
      };
    },
  };
  return jsonEndpoint('1.1', operations, (call) => checksOf(call, buses, place));
}

function checksOf({ input }: AwsCall, buses: Buses, place: Place): readonly Check[] {
  const entries = (input['Entries'] ?? []) as readonly Entry[];
  return entries.map(({ EventBusName: bus = 'default', Source, DetailType }) => ({
    action: 'events:PutEvents',
    resource: buses.arnOf(bus) ?? `arn:aws:events:${place.region}:${place.account}:event-bus/${bus}`,
    context: { 'events:source': Source, 'events:detail-type': DetailType },
  }));
}

const MISSING_BUS = { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'The event bus does not exist.' };

function problemIn({ Source, DetailType, Detail }: Entry) {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail }))
    if (!value)
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: it is required.`,
      };
  return isObject(String(Detail))
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function requireFit(entries: readonly Entry[]): void {
  if (entries.length < 1 || entries.length > 10) throw invalid('PutEvents takes 1 to 10 entries.');
  const bytes = entries.reduce((sum, each) => sum + sizeOf(each), 0);
  if (bytes > LARGEST_BYTES) throw invalid(`The entries weigh ${bytes} bytes; ${LARGEST_BYTES} are allowed.`);
}

const sizeOf = ({ Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number =>
  Buffer.byteLength([Source, DetailType, Detail, ...Resources].join(''));
