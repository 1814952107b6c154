/** Puts the services together: who keeps what, who feeds whom. */
import type { Assembly, Clock, Invoke, Principal } from '../kinds.ts';
import { asyncInvocation } from './async-invoke.ts';
import { openBuses } from './bus.ts';
import type { Principals } from './caller.ts';
import { type Meter, startMeter } from './capacity.ts';
import { openDeliveries, placeOf } from './deliveries.ts';
import { dynamoDbEndpoint } from './dynamodb.ts';
import type { DynamoDbLocal } from './dynamodb-local.ts';
import type { Endpoint, Place } from './endpoint.ts';
import { eventsEndpoint } from './events.ts';
import { startExpiry } from './expiry.ts';
import { type Iam, openIam } from './iam.ts';
import { kmsEndpoint } from './kms.ts';
import { openKeys } from './kms-keys.ts';
import { lambdaNamed } from './lambdas.ts';
import { consume } from './queue-source.ts';
import { openQueues, type Queues } from './queues.ts';
import { openBuckets, s3Endpoint } from './s3.ts';
import { startScheduler } from './scheduler.ts';
import { openSources, type Sources } from './sources.ts';
import { sqsEndpoint } from './sqs.ts';
import { ssmEndpoint } from './ssm.ts';
import { statesEndpoint } from './states/endpoint.ts';
import { type Executions, openExecutions } from './states/executions.ts';
import { followStreams, type Streams } from './streams.ts';
import { openSessions } from './sts.ts';
import { createTables, tablesIn } from './tables.ts';
import { startWork, type Work } from './work.ts';

export type Setting = {
  readonly assembly: Assembly;
  readonly endpoint: string;
  readonly local: DynamoDbLocal | undefined;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly principals: Principals;
  readonly stateDir: string;
};

export type Backstage = {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly iam: Iam;
  readonly queues: Queues;
  readonly executions: Executions;
  readonly meter: Meter;
  readonly work: Work;
  readonly callerBehind: (accessKeyId: string) => Principal | undefined;
  readonly idle: () => boolean;
  readonly stop: () => Promise<void>;
};

type Parts = Setting & {
  readonly place: Place;
  readonly iam: Iam;
  readonly queues: Queues;
  readonly work: Work;
  readonly meter: Meter;
  readonly sources: Sources;
};

export async function openBackstage(setting: Setting): Promise<Backstage> {
  const { assembly, clock, principals } = setting;
  const place = placeOf(assembly);
  const iam = openIam(assembly, place);
  const queues = openQueues(assembly, clock, setting.endpoint);
  const sources = openSources(assembly, iam);
  const parts = { ...setting, place, iam, queues, work: startWork(), meter: startMeter(), sources };
  const sessions = openSessions(iam, place);
  const executions = openExecutions(parts);
  const background = await startBackground(parts);
  const endpoints = new Map([
    ...background.endpoints,
    ...storage(parts),
    ['sts', sessions.endpoint],
    ['states', statesEndpoint(executions, clock)],
  ] as const);
  const { work, meter } = parts;
  const consumed = consumeQueues(parts);
  return {
    endpoints,
    iam,
    queues,
    executions,
    meter,
    work,
    callerBehind: (accessKeyId) => sessions.get(accessKeyId) ?? principals.get(accessKeyId),
    idle: () => !work.busy && executions.idle() && background.idle() && consumed.idle(),
    async stop() {
      executions.close();
      await background.stop();
    },
  };
}

/** Services that only answer. */
function storage(parts: Parts): [string, Endpoint][] {
  const { assembly, stateDir, place, clock, queues, iam } = parts;
  return [
    ['sqs', sqsEndpoint(queues)],
    ['ssm', ssmEndpoint(assembly, place, clock)],
    ['kms', kmsEndpoint(openKeys(assembly, stateDir))],
    ['s3', s3Endpoint(openBuckets(assembly, stateDir), iam)],
  ];
}

type Background = {
  readonly endpoints: [string, Endpoint][];
  readonly idle: () => boolean;
  readonly stop: () => Promise<void>;
};

/** Services that call functions by themselves. */
async function startBackground(parts: Parts): Promise<Background> {
  const deliveries = openDeliveries(parts.iam, parts.queues, parts.work);
  const invokeLater = asyncInvocation({ ...parts, ...deliveries });
  const buses = openBuses({ ...parts, ...deliveries, invokeLater });
  const scheduler = startScheduler({ ...parts, ...deliveries, invokeLater });
  const table = await startTables(parts, deliveries.sendTo);
  return {
    endpoints: [['events', eventsEndpoint(buses, parts.place, parts.clock)], ...table.endpoints],
    idle: table.idle,
    async stop() {
      scheduler.stop();
      await table.stop();
    },
  };
}

const NO_TABLES: Background = { endpoints: [], idle: () => true, stop: async () => {} };

async function startTables(
  parts: Parts,
  sendTo: Parameters<typeof followStreams>[0]['sendTo'],
): Promise<Background> {
  const { assembly, clock, meter, place, local, sources } = parts;
  if (!local) return NO_TABLES;
  const { client } = local;
  const tables = await createTables(client, tablesIn(assembly));
  const expiring = [...tables.values()].filter(({ ttl }) => ttl);
  let streams: Streams | undefined;
  const wrote = (names: readonly string[]) => streams?.wrote(names);
  const { expired } = startExpiry(client, expiring, clock, wrote);
  streams = await followStreams({ ...parts, client, tables, expired, sendTo, reading: sources.reading });
  return {
    endpoints: [['dynamodb', dynamoDbEndpoint({ client, tables, meter, place, wrote })]],
    idle: () => streams.idle,
    stop: () => streams.stop(),
  };
}

function consumeQueues({ assembly, queues, invoke, place, sources }: Parts): { idle(): boolean } {
  const consumed = assembly.of('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    const queue = queues.byArn(String(mapping.properties['EventSourceArn']));
    if (!queue) return [];
    const lambda = lambdaNamed(assembly, String(mapping.properties['FunctionName']));
    consume({ queue, mapping, lambda, invoke, region: place.region, reading: sources.reading });
    return [queue];
  });
  return { idle: () => consumed.every((queue) => isEmpty(queue.counts())) };
}

const isEmpty = ({ visible, inFlight }: { visible: number; inFlight: number }): boolean =>
  visible + inFlight === 0;
