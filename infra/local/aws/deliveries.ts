/** What the services of the host do for one another, each with the role that the templates give it. */
import type { Assembly, Resource } from '../kinds.ts';
import type { Json } from './dynamodb-client.ts';
import type { Iam } from './iam.ts';
import type { Actor } from './iam-actor.ts';
import type { Queues } from './queues.ts';
import { actorFor } from './sources.ts';
import type { Work } from './work.ts';

export type Deliveries = {
  /** Sends what a Lambda could not do to its failure destination. */
  readonly sendTo: (queueArn: string, body: string, from: Resource) => void;
  /** May a rule put its events on another bus? */
  readonly mayForward: (rule: Resource, target: Json) => boolean;
  /** May a schedule do this to its target? */
  readonly may: (schedule: Resource, action: string, resource: string) => boolean;
};

export function openDeliveries(iam: Iam, queues: Queues, work: Work): Deliveries {
  const may = (actor: Actor, action: string, resource: string) => iam.permits(actor, { action, resource });
  return {
    sendTo(queueArn, body, from) {
      const queue = queues.byArn(queueArn);
      if (queue && may(actorFor(from), 'sqs:SendMessage', queueArn)) queue.send(body);
      else work.lose(`${from.name} could not send a failure to ${queueArn}: ${body}`);
    },
    mayForward({ name }, { RoleArn: roleArn, Arn: busArn }) {
      return !roleArn || may({ roleArn, functionName: name, tags: {} }, 'events:PutEvents', busArn);
    },
    may({ name, properties }, action, resource) {
      const roleArn = String(properties['Target'].RoleArn);
      return may({ roleArn, functionName: name, tags: {} }, action, resource);
    },
  };
}

/** Region and account of the deployment, as the ARNs of its resources have them. */
export function placeOf(assembly: Assembly) {
  for (const type of [
    'AWS::Lambda::Function',
    'AWS::DynamoDB::GlobalTable',
    'AWS::SQS::Queue',
    'AWS::KMS::Key',
  ]) {
    const [, , , region, account] = assembly.of(type)[0]?.arn.split(':') ?? [];
    if (region && account) return { region, account };
  }
  return { region: 'eu-west-1', account: '000000000000' };
}
