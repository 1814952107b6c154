/** All alarms, as sentences for whoever is woken: what happened, what it means, what to do. */
import type { Alarm } from './alarm.ts';
import type { Deployed } from './lambda.ts';
import { logicalId } from './names.ts';
import type { Plane } from './plane.ts';
import type { Queues } from './queues.ts';
import type { DeployedWorkflow } from './workflows.ts';

const QUARTER_HOUR_SECONDS = 900;
const HOUR_MS = 3_600_000;

/** Alarms of a module stand together, so that they grow with the modules and not with the functions. */
export function alarmsOf({ functions, queues, workflows }: Plane): readonly Alarm[] {
  const modules = [...new Set(functions.map(({ module }) => module))];
  return [...workflows.map(endsBadly), ...modules.flatMap(alarmsOfModule)];

  function alarmsOfModule(module: string): readonly Alarm[] {
    const own = functions.filter((one) => one.module === module);
    return [
      gaveUp(module, own, queues),
      waitsLong(module, own, queues),
      fails(module, own),
      isThrottled(module, own),
      ...own.filter(({ entry }) => entry.startsWith('stream-')).map(lagsBehind),
    ];
  }
}

function gaveUp(module: string, own: readonly Deployed[], { dead }: Queues): Alarm {
  const queues = [...new Set(own.flatMap(({ path }) => dead.get(path) ?? []))];
  return {
    id: logicalId(module, 'GaveUp'),
    name: `${module} gave up on work`,
    text:
      `Something that ${module} had to do failed every time it was tried and lies in a dead-letter queue: ` +
      'it has not happened. Read the message and the log of its function, mend the cause, then redrive the ' +
      'queue; nothing happens twice. What a stream left behind points at records, which are read again.',
    metrics: queues.map((queue) => queueMetric(queue.attrQueueName, 'ApproximateNumberOfMessagesVisible')),
    statistic: 'Maximum',
    above: 0,
    minutes: 5,
  };
}

function waitsLong(module: string, own: readonly Deployed[], { work }: Queues): Alarm {
  const queues = own.flatMap(({ path }) => work.get(path) ?? []);
  return {
    id: logicalId(module, 'WaitsLong'),
    name: `${module} lets work wait`,
    text:
      `A message for ${module} has waited for more than 15 minutes: it arrives faster than it is done, or ` +
      'one keeps failing. Nothing is lost yet. Look at the errors and throttles of the module first.',
    metrics: queues.map((queue) => queueMetric(queue.attrQueueName, 'ApproximateAgeOfOldestMessage')),
    statistic: 'Maximum',
    above: QUARTER_HOUR_SECONDS,
    minutes: 5,
  };
}

function fails(module: string, own: readonly Deployed[]): Alarm {
  return {
    id: logicalId(module, 'Fails'),
    name: `${module} fails`,
    text:
      `Functions of ${module} ended with an error more than 5 times in 5 minutes. Callers of the API saw a ` +
      `500; work from queues is repeated by itself. The log group of ${module} holds the reasons.`,
    metrics: own.map((one) => lambdaMetric(one, 'Errors')),
    statistic: 'Sum',
    above: 5,
    minutes: 5,
  };
}

function isThrottled(module: string, own: readonly Deployed[]): Alarm {
  return {
    id: logicalId(module, 'IsThrottled'),
    name: `${module} is throttled`,
    text:
      `AWS refused to start functions of ${module} more than 50 times in 5 minutes: the account runs as many ` +
      'at once as it may. Work from queues only comes late, API callers see errors. Ask AWS for more.',
    metrics: own.map((one) => lambdaMetric(one, 'Throttles')),
    statistic: 'Sum',
    above: 50,
    minutes: 5,
  };
}

function lagsBehind(reader: Deployed): Alarm {
  return {
    id: logicalId(reader.path, 'LagsBehind'),
    name: `${reader.path} lags behind the table`,
    text:
      'What the table tells has not been told for more than an hour: consumers know nothing of new facts. ' +
      'After 6 hours they go to the dead letters, after 24 the stream forgets them. Look at its errors.',
    metrics: [lambdaMetric(reader, 'IteratorAge')],
    statistic: 'Maximum',
    above: HOUR_MS,
    minutes: 5,
  };
}

const BAD_ENDS = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'];

/** A state machine has tried each of its steps for a minute before it fails. */
const endsBadly = ({ path, arn }: DeployedWorkflow): Alarm => ({
  id: logicalId(path, 'EndsBadly'),
  name: `${path} ends badly`,
  text:
    `The state machine ${path} gave up on work that somebody waits for: a step failed each time it was tried. ` +
    'Read the history of the execution and the log of the step, mend the cause, then have it begin again; what ' +
    'is done is not done twice. The nightly sweep begins it again by itself.',
  metrics: BAD_ENDS.map((name) => ({ namespace: 'AWS/States', name, of: { StateMachineArn: arn } })),
  statistic: 'Sum',
  above: 0,
  minutes: 5,
});

/** An HTTP API that answers 5xx: the callers' view of all that can be wrong behind it. */
export const apiFails = (id: string, apiId: string): Alarm => ({
  id: `${id}Fails`,
  name: `the ${id} answers 5xx`,
  text:
    `Callers of the ${id} got more than 10 answers of our own fault in 5 minutes. The access log says on ` +
    'which routes; the log group of the module that owns the route says why.',
  metrics: [{ namespace: 'AWS/ApiGateway', name: '5xx', of: { ApiId: apiId } }],
  statistic: 'Sum',
  above: 10,
  minutes: 5,
});

/** The one queue that no function reads: events that a cell could not hand to the control plane. */
export const forwardGaveUp = (queueName: string): Alarm => ({
  id: 'ForwardGaveUp',
  name: 'an event did not reach the control plane',
  text:
    'The cell could not hand an event to the bus of the control plane for a day: a tenant may still be ' +
    'shown as provisioning. Put the events of the dead-letter queue on that bus again.',
  metrics: [queueMetric(queueName, 'ApproximateNumberOfMessagesVisible')],
  statistic: 'Maximum',
  above: 0,
  minutes: 5,
});

const queueMetric = (queueName: string, name: string) => ({
  namespace: 'AWS/SQS',
  name,
  of: { QueueName: queueName },
});

const lambdaMetric = ({ resource }: Deployed, name: string) => ({
  namespace: 'AWS/Lambda',
  name,
  of: { FunctionName: resource.ref },
});
