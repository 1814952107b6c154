/** The queues of the templates, and which of them hold the dead letters of others. */
import type { Assembly, Clock, Resource } from '../kinds.ts';
import { AwsError } from './endpoint.ts';
import { type Counts, Queue } from './queue.ts';

export type Queues = {
  readonly byArn: (arn: string) => Queue | undefined;
  readonly byUrl: (url: string | undefined) => Queue;
  readonly all: () => readonly Queue[];
  readonly counts: () => Record<string, Counts & { dead?: boolean }>;
  /** Sends dead letters back to the queues they come from, as an operator does; answers how many. */
  readonly redrive: () => number;
};

export function openQueues(assembly: Assembly, clock: Clock, endpoint: string): Queues {
  const declared = assembly.of('AWS::SQS::Queue');
  const queues = new Map<string, Queue>();
  for (const resource of declared) queues.set(resource.arn, open(resource, queues, clock, endpoint));
  const dead = deadLetterQueues(assembly);
  clock.onMove(async () => {
    for (const queue of queues.values()) queue.surface();
  });
  return {
    byArn: (arn) => queues.get(arn),
    byUrl(url) {
      const name = url?.split('/').at(-1);
      const queue = [...queues.values()].find((each) => each.name === name);
      if (queue) return queue;
      throw new AwsError('com.amazonaws.sqs#QueueDoesNotExist', `The queue ${url} does not exist.`);
    },
    all: () => [...queues.values()],
    counts: () =>
      Object.fromEntries(
        [...queues.values()].map((queue) => [
          queue.name,
          dead.has(queue.arn) ? { ...queue.counts(), dead: true } : queue.counts(),
        ]),
      ),
    redrive: () =>
      declared
        .flatMap(({ arn, properties }) => redriven(queues, arn, properties['RedrivePolicy']))
        .reduce((sum, moved) => sum + moved, 0),
  };
}

function redriven(queues: Map<string, Queue>, arn: string, policy: Resource['properties'] | undefined) {
  const [from, to] = [queues.get(String(policy?.['deadLetterTargetArn'])), queues.get(arn)];
  if (!from || !to) return 0;
  const letters = from.receive(Number.POSITIVE_INFINITY);
  for (const { body, attributes, receipt } of letters) {
    to.send(body, { attributes });
    from.delete(receipt);
  }
  return letters.length;
}

function open(resource: Resource, queues: Map<string, Queue>, clock: Clock, endpoint: string): Queue {
  const { name, arn, properties } = resource;
  if (properties['FifoQueue']) throw new Error(`${name}: the local host runs no FIFO queues.`);
  const redrive = properties['RedrivePolicy'];
  const account = arn.split(':')[4];
  return new Queue({
    name,
    arn,
    url: `${endpoint}/${account}/${name}`,
    clock,
    delaySeconds: properties['DelaySeconds'] ?? 0,
    maxReceives: redrive ? Number(redrive.maxReceiveCount) : Number.POSITIVE_INFINITY,
    bury: ({ body, attributes }) => {
      queues.get(redrive.deadLetterTargetArn)?.send(body, { attributes, delaySeconds: 0 });
    },
  });
}

/** Queues that something declares as the place for what it could not do. */
function deadLetterQueues(assembly: Assembly): ReadonlySet<string> {
  const types = ['SQS::Queue', 'Lambda::Function', 'Lambda::EventInvokeConfig', 'Lambda::EventSourceMapping'];
  const all = [...types, 'Events::Rule', 'Scheduler::Schedule'].flatMap((type) =>
    assembly.of(`AWS::${type}`),
  );
  return new Set(all.flatMap(({ properties }) => lastResorts(properties)));
}

function lastResorts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    if (name === 'deadLetterTargetArn') return [String(each)];
    if (name === 'DeadLetterConfig') return [String(each.Arn ?? each.TargetArn)];
    return name === 'OnFailure' ? [String(each.Destination)] : lastResorts(each);
  });
}
