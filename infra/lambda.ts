/** One Lambda: its code, its settings, its own role, and the role it takes on for one tenant at a time. */
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge.ts';
import { bundleOf } from './build.ts';
import { environment } from './environment.ts';
import type { Ground } from './ground.ts';
import type { Declared } from './modules.ts';
import { logicalId, names } from './names.ts';
import { ownStatements, tenantStatements } from './grants.ts';
import { type Queues, timeoutOf } from './queues.ts';
import { document, type Statement, trustService, trustWithTenant } from './rights.ts';

export type Deployed = Declared & {
  readonly name: string;
  readonly resource: lambda.CfnFunction;
};

/** What a Lambda is built on: its plane, the queues around it, and where its module logs. */
export type Surroundings = {
  readonly ground: Ground;
  readonly queues: Queues;
  readonly logGroup: logs.CfnLogGroup;
  /** Rights that follow from what calls it. */
  readonly called: readonly Statement[];
};

export function deploy(scope: Construct, one: Declared, around: Surroundings): Deployed {
  const { plane } = around.ground;
  const name = names.lambda(plane, one.path);
  const statements = ownStatements(one, around);
  const role = new iam.CfnRole(scope, logicalId(one.path, 'Role'), {
    description: `What ${one.path} may do by itself`,
    assumeRolePolicyDocument: trustService('lambda.amazonaws.com'),
    policies: [{ policyName: 'own', policyDocument: document(statements) }],
  });
  acknowledgeWildcards(role, statements);
  const tenantRole = scopedRole(scope, one, around.ground, role.attrArn);
  const code = new Asset(scope, logicalId(one.path, 'Code'), { path: bundleOf(one.path) });
  const resource = new lambda.CfnFunction(scope, logicalId(one.path), {
    functionName: name,
    description: `${one.path} of the ${plane === 'control' ? 'control plane' : `cell ${plane}`}`,
    code: { s3Bucket: code.s3BucketName, s3Key: code.s3ObjectKey },
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    memorySize: one.wants.memoryMb ?? 512,
    timeout: timeoutOf(one),
    role: role.attrArn,
    loggingConfig: { logGroup: around.logGroup.ref },
    environment: { variables: environment(one, around, tenantRole?.attrArn) },
  });
  return { ...one, name, resource };
}

/** Its name says whose it is, so that trails of its sessions read well. */
function scopedRole(scope: Construct, one: Declared, ground: Ground, owner: string): iam.CfnRole | undefined {
  const statements = tenantStatements(one, ground);
  if (statements.length === 0) return undefined;
  const role = new iam.CfnRole(scope, logicalId(one.path, 'TenantRole'), {
    roleName: names.tenantRole(ground.plane, one.path),
    description: `What ${one.path} may do for the one tenant of its session`,
    assumeRolePolicyDocument: trustWithTenant(owner),
    policies: [{ policyName: 'tenant', policyDocument: document(statements) }],
  });
  acknowledgeWildcards(role, statements);
  return role;
}
