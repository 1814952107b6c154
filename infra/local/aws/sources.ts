/** Event source mappings: Lambda reads queues and streams by the rights of the function that it calls. */
import type { Assembly, Resource } from '../kinds.ts';
import type { Check } from './endpoint.ts';
import type { Iam } from './iam.ts';
import type { Actor } from './iam-actor.ts';
import { lambdaNamed, roleOf } from './lambdas.ts';

export type Sources = {
  /** Notes that the rights to read were used. */
  readonly reading: (mapping: Resource) => void;
};

const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const STREAM_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
const LIST_STREAMS = { action: 'dynamodb:ListStreams', resource: '*' };

/** Throws, as the deployment would, if a function may not read its own source. */
export function openSources(assembly: Assembly, iam: Iam): Sources {
  const actorOf = ({ properties }: Resource) =>
    actorFor(lambdaNamed(assembly, String(properties['FunctionName'])));
  for (const mapping of assembly.of('AWS::Lambda::EventSourceMapping'))
    for (const check of checksOf(mapping)) requireRight(actorOf(mapping), check, iam);
  return {
    reading(mapping) {
      const actor = actorOf(mapping);
      for (const check of checksOf(mapping)) iam.permits(actor, check);
      // Asked for by the console alone, but part of what CDK grants.
      if (iam.wouldPermit(actor, LIST_STREAMS)) iam.permits(actor, LIST_STREAMS);
    },
  };
}

export const actorFor = (lambda: Resource): Actor => ({
  roleArn: roleOf(lambda),
  functionName: lambda.name,
  tags: {},
});

function checksOf({ properties }: Resource): readonly Check[] {
  const resource = String(properties['EventSourceArn']);
  const actions = resource.includes(':sqs:') ? QUEUE_ACTIONS : STREAM_ACTIONS;
  return actions.map((action) => ({ action, resource }));
}

function requireRight(actor: Actor, check: Check, iam: Iam): void {
  if (iam.wouldPermit(actor, check)) return;
  throw new Error(
    `${actor.functionName} cannot be fed: its role may not ${check.action} on ${check.resource}.`,
  );
}
