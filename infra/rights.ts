/** The statements of roles, word for word from the manifest: each verb is one action, each noun one key. */
import { Aws } from 'aws-cdk-lib/core';
import type { Access, Verb } from '../shared/module.ts';
import { layout, type Noun, nouns } from '../shared/table/keys.ts';
import { arn } from './names.ts';

export type Statement = {
  readonly actions: readonly string[];
  readonly resource: string | readonly string[];
  readonly condition?: Readonly<Record<string, unknown>>;
  /** Why the resource ends in a wildcard, where it does. */
  readonly wildcard?: string;
};

/** The tenant of the session that asks. IAM fills it in; it stands in no other place than scoped roles. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's policy language
export const sessionTenant = '${aws:PrincipalTag/tenant}';

const actions = {
  get: 'GetItem',
  query: 'Query',
  batchGet: 'BatchGetItem',
  put: 'PutItem',
  update: 'UpdateItem',
  delete: 'DeleteItem',
  check: 'ConditionCheckItem',
} as const satisfies Record<Verb, string>;

export const allow = (actions: readonly string[], resource: string | readonly string[]): Statement => ({
  actions,
  resource,
});

export const allowAny = (actions: readonly string[], resource: string, wildcard: string): Statement => ({
  actions,
  resource,
  wildcard,
});

/** Rights on a tenant's own items: `T#<tenant of the session>#<noun>`. */
export const tenantItems = (tableName: string, access: Access): Statement[] =>
  items(tableName, access, `T#${sessionTenant}#`);

/** Rights on the plane's directory, which holds no tenant data. */
export const directoryItems = (tableName: string, access: Access): Statement[] =>
  items(tableName, access, 'C#');

/** One statement for the nouns that share their verbs and stand on the same table or index. */
function items(tableName: string, access: Access, owner: string): Statement[] {
  const groups = new Map<string, { verbs: readonly Verb[]; on: 'table' | 'index'; keys: string[] }>();
  for (const noun of Object.keys(access).sort() as Noun[]) {
    const verbs = [...(access[noun] ?? [])].sort();
    const { on, id } = nouns[noun];
    const name = `${on} ${verbs.join()}`;
    const group = groups.get(name) ?? { verbs, on, keys: [] };
    group.keys.push(`${owner}${noun}${id ? '#*' : ''}`);
    groups.set(name, group);
  }
  return [...groups.values()].map(({ verbs, on, keys }) => ({
    ...allow(
      verbs.map((verb) => `dynamodb:${actions[verb]}`),
      arn('dynamodb', `table/${tableName}${on === 'index' ? `/index/${layout.index}` : ''}`),
    ),
    condition: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
      // A request without any key would pass ForAllValues.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  }));
}

const parameterActions = { get: 'ssm:GetParameter', put: 'ssm:PutParameter', delete: 'ssm:DeleteParameter' };

export const tenantSecrets = (path: string, verbs: readonly ('get' | 'put' | 'delete')[]): Statement =>
  allowAny(
    verbs.map((verb) => parameterActions[verb]),
    arn('ssm', `parameter${path}/${sessionTenant}/*`),
    "All secrets of the session's own tenant; their names come into being at run time.",
  );

export const tenantBlobs = (bucket: string, verbs: readonly ('get' | 'put')[]): Statement =>
  allowAny(
    verbs.map((verb) => (verb === 'get' ? 's3:GetObject' : 's3:PutObject')),
    `arn:${Aws.PARTITION}:s3:::${bucket}/${sessionTenant}/*`,
    "All objects of the session's own tenant; their keys come into being at run time.",
  );

/** Who may become a scoped role: the function it was made for, and only with a tenant and nothing else. */
export const trustWithTenant = (functionRoleArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: functionRoleArn },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        Null: { 'aws:RequestTag/tenant': 'false' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
      },
    },
  ],
});

export const trustService = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: ['sts:AssumeRole'] }],
});

export const document = (statements: readonly Statement[]) => ({
  Version: '2012-10-17',
  Statement: statements.map(({ actions, resource, condition }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
    ...(condition && { Condition: condition }),
  })),
});
