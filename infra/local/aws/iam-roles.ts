/** The roles of the templates: what each may do, who may assume it, and how it is tagged. */
import type { Assembly, Resource } from '../kinds.ts';
import { type PolicyDocument, readPolicy, type Statement } from './iam-policy.ts';

export type Role = {
  readonly arn: string;
  readonly name: string;
  readonly grants: readonly Statement[];
  readonly trust: readonly Statement[];
  readonly tags: Readonly<Record<string, string>>;
};

export type Roles = ReadonlyMap<string, Role>;

type Attached = Pick<Resource, 'name' | 'arn' | 'properties'>;

export function rolesIn(assembly: Assembly): Roles {
  const attached = [...assembly.of('AWS::IAM::Policy'), ...assembly.of('AWS::IAM::ManagedPolicy')];
  return new Map(assembly.of('AWS::IAM::Role').map((role) => [role.arn, readRole(role, attached)]));
}

function readRole({ name, arn, properties }: Resource, attached: readonly Attached[]): Role {
  if (properties['PermissionsBoundary'])
    throw new Error(`${name}: the local host knows no permissions boundaries.`);
  const inline = (properties['Policies'] ?? []) as { PolicyName: string; PolicyDocument: PolicyDocument }[];
  // Policies that AWS manages give the right to write logs, which nobody checks here, and nothing else.
  const managed: readonly string[] = properties['ManagedPolicyArns'] ?? [];
  const more = attached.filter(
    (policy) => policy.properties['Roles']?.includes(name) || managed.includes(policy.arn),
  );
  return {
    arn,
    name,
    grants: [
      ...inline.flatMap((policy) => readPolicy(policy.PolicyDocument, policy.PolicyName)),
      ...more.flatMap((policy) =>
        readPolicy(policy.properties['PolicyDocument'] as PolicyDocument, policy.name),
      ),
    ],
    trust: readPolicy(properties['AssumeRolePolicyDocument'] as PolicyDocument, 'trust'),
    tags: Object.fromEntries((properties['Tags'] ?? []).map((tag: Tag) => [tag.Key, tag.Value])),
  };
}

/** The policies of roles and KMS keys: without their word no caller's own right counts. */
export function guardsIn(assembly: Assembly, roles: Roles): ReadonlyMap<string, readonly Statement[]> {
  const guards = new Map([...roles.values()].map(({ arn, trust }) => [arn, trust]));
  for (const { arn, properties } of assembly.of('AWS::KMS::Key')) {
    const policy = properties['KeyPolicy'] as PolicyDocument | undefined;
    if (policy) guards.set(arn, readPolicy(policy, 'key'));
  }
  return guards;
}

type Tag = { readonly Key: string; readonly Value: string };
