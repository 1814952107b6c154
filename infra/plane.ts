/** All functions of a plane, each with what calls it; only the HTTP APIs are left to the stacks. */
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnDeletionPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Module } from '../shared/module.ts';
import { consumes, feed } from './consumers.ts';
import { type Ground, given } from './ground.ts';
import { type Deployed, deploy } from './lambda.ts';
import { type Declared, declared } from './modules.ts';
import { logicalId } from './names.ts';
import { type Queues, queuesOf } from './queues.ts';
import { allow, type Statement } from './rights.ts';
import { schedule } from './schedules.ts';
import { follow, readsStream } from './streams.ts';
import { type DeployedWorkflow, deployWorkflow } from './workflows.ts';

const LOG_DAYS = 90;

export type Plane = {
  readonly functions: readonly Deployed[];
  readonly queues: Queues;
  readonly workflows: readonly DeployedWorkflow[];
};

export function deployModules(scope: Construct, ground: Ground, modules: readonly Module[]): Plane {
  const queues = queuesOf(scope, ground.plane, modules);
  const functions = modules.flatMap((module) => {
    const logGroup = moduleLogs(scope, ground.plane, module.name);
    return declared([module]).map((one) =>
      deploy(scope, one, { ground, queues, logGroup, called: rightsOfCaller(one, ground, queues) }),
    );
  });
  for (const one of functions) connect(scope, ground, one, queues);
  const crons = functions.filter(({ entry }) => entry.startsWith('cron-'));
  const [first] = crons;
  if (first) schedule(scope, crons, deadOf(first, queues));
  const workflows = modules.flatMap((module) =>
    Object.entries(module.workflows ?? {}).map(([name, definition]) =>
      deployWorkflow(scope, ground.plane, { module: module.name, name, definition }, functions),
    ),
  );
  return { functions, queues, workflows };
}

/** One log group for a module: what a capability did can be read in one place. */
function moduleLogs(scope: Construct, plane: string, module: string): logs.CfnLogGroup {
  const group = new logs.CfnLogGroup(scope, logicalId(module, 'Logs'), {
    logGroupName: `/attain/${plane}/${module}`,
    retentionInDays: LOG_DAYS,
  });
  group.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  return group;
}

/** What a function needs so that its caller can reach it, and leave what failed. */
function rightsOfCaller(one: Declared, ground: Ground, queues: Queues): Statement[] {
  if (one.entry.startsWith('on-')) return [consumes(workOf(one, queues))];
  if (/^(api|step)/.test(one.entry)) return [];
  const leaves = allow(['sqs:SendMessage'], deadOf(one, queues).attrArn);
  return one.entry.startsWith('stream-') ? [...readsStream(ground), leaves] : [leaves];
}

function connect(scope: Construct, ground: Ground, one: Deployed, queues: Queues): void {
  if (one.entry.startsWith('on-')) feed(scope, ground, one, workOf(one, queues), deadOf(one, queues));
  if (one.entry.startsWith('stream-')) follow(scope, ground, one, deadOf(one, queues));
}

const workOf = ({ path }: Declared, { work }: Queues) => given(work.get(path), `queue of ${path}`);
const deadOf = ({ path }: Declared, { dead }: Queues) => given(dead.get(path), `dead letters of ${path}`);
