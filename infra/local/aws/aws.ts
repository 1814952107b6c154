/** The AWS of the local host: every service that the templates use, behind one address. */
import type { Assembly, AwsCall, Clock, Invoke } from '../kinds.ts';
import { type Backstage, openBackstage } from './backstage.ts';
import type { Principals } from './caller.ts';
import type { Capacity } from './capacity.ts';
import type { Place } from './dynamodb-client.ts';
import { type DynamoDbLocal, startDynamoDb } from './dynamodb-local.ts';
import { type Fate, type Front, startFront } from './front.ts';
import type { Withheld } from './iam.ts';
import type { Denial, Grant } from './iam-ledger.ts';
import type { Counts, Queue } from './queue.ts';
import type { Seen } from './states/execution.ts';
import { tablesIn } from './tables.ts';

export type AwsOptions = {
  /** The templates, or how to load them once the address of the services is known. */
  readonly assembly: Assembly | ((endpoint: string) => Assembly | Promise<Assembly>);
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly principals: Principals;
  /** Folder for what outlives a start: objects of buckets, material of keys. */
  readonly stateDir: string;
  readonly port?: number;
  /** Where tables are kept; an instance of one's own by default. */
  readonly tablesAt?: Place;
  readonly onCall?: OnCall;
};

/** Decides what becomes of each call of a function, before it is carried out; may let it wait meanwhile. */
export type OnCall = (call: AwsCall) => Fate | Promise<Fate>;

export type Aws = {
  readonly endpoint: string;
  /** What a function needs in its environment so that the SDK comes here. */
  readonly environment: () => Record<string, string>;
  /** True when no message, record, event or schedule is under way or waits for a function. */
  readonly idle: () => boolean;
  queues(): Record<string, Counts & { dead?: boolean }>;
  /** Sends dead letters back to the queues they come from, as an operator does. */
  readonly redrive: () => number;
  /** A queue by its name, to look into it and to put things there. */
  readonly queue: (name: string) => Queue;
  /** Of state machines, all that ever began; a distributed map's children are not among them. */
  executions(): readonly Seen[];
  /** Every grant of every role, and which of its actions were used. */
  readonly usage: () => readonly Grant[];
  readonly denials: () => readonly Denial[];
  /** Takes grants away, for who wants to know what they are needed for. */
  readonly withhold: (isWithheld: Withheld | undefined) => void;
  /** By function and operation, since the start or the last reset. */
  readonly capacity: () => Capacity;
  readonly resetCapacity: () => void;
  /** What AWS would have dropped without telling anybody. */
  readonly lost: () => readonly string[];
  /** Replaces the hook that decides about calls; none lets all of them pass. */
  readonly onCall: (hook: OnCall | undefined) => void;
  readonly stop: () => Promise<void>;
};

export async function startAws(options: AwsOptions): Promise<Aws> {
  const front = await startFront(options.port);
  const database = startDatabase(options);
  try {
    const { assembly } = options;
    const loading = typeof assembly === 'function' ? assembly(front.endpoint) : assembly;
    const [local, loaded] = await Promise.all([database, loading]);
    const backstage = await openBackstage({ ...options, assembly: loaded, endpoint: front.endpoint, local });
    return open(front, backstage, local, options.onCall);
  } catch (error) {
    await front.stop();
    await database.then((local) => local?.stop()).catch(() => undefined);
    throw error;
  }
}

/** Java starts while the templates are still being loaded. */
async function startDatabase(options: AwsOptions): Promise<DynamoDbLocal | undefined> {
  const { assembly, tablesAt } = options;
  if (typeof assembly !== 'function' && tablesIn(assembly).length === 0) return undefined;
  return startDynamoDb(tablesAt);
}

function open(front: Front, backstage: Backstage, local: DynamoDbLocal | undefined, first?: OnCall): Aws {
  const { iam, queues, executions, meter, work } = backstage;
  let hook = first;
  front.open({
    endpoints: backstage.endpoints,
    callerBehind: backstage.callerBehind,
    authorise: (call, endpoint) => iam.require(call.principal, endpoint.checks(call)),
    fateOf: (call) => hook?.(call) ?? 'pass',
  });
  return {
    endpoint: front.endpoint,
    environment: () => ({
      AWS_ENDPOINT_URL: front.endpoint,
      // Named too, in case the host's own environment points elsewhere.
      AWS_ENDPOINT_URL_DYNAMODB: front.endpoint,
    }),
    idle: backstage.idle,
    queues: queues.counts,
    redrive: queues.redrive,
    queue: queues.byUrl,
    executions: executions.all,
    usage: iam.usage,
    denials: iam.denials,
    withhold: iam.withhold,
    capacity: meter.totals,
    resetCapacity: meter.reset,
    lost: () => [...work.failures],
    onCall(next) {
      hook = next;
    },
    async stop() {
      await backstage.stop();
      await front.stop();
      await local?.stop();
    },
  };
}
