/** The policy evaluator, against what IAM's documentation says; expectations are written by hand. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openIam } from '../../../infra/local/aws/iam.ts';
import { readPolicy, rule } from '../../../infra/local/aws/iam-policy.ts';
import { ACCOUNT, allow, arnOf, assemblyOf, lambda, REGION, resource, role } from './kit.ts';

const place = { region: REGION, account: ACCOUNT };
const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/cell`;

/** 'allowed', 'denied' or 'no' (nothing allows it). */
function decide(
  statements: object[],
  action: string,
  on: string,
  given: Record<string, string | string[] | undefined> = {},
) {
  const context = Object.fromEntries(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  const { denied, allowedBy } = rule(readPolicy({ Statement: statements }, 'test'), {
    action,
    resource: on,
    context,
  });
  if (denied) return 'denied';
  return allowedBy.length > 0 ? 'allowed' : 'no';
}

const deny = (Action: string, Resource: string, Condition?: object) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...(Condition && { Condition }),
});

it('lets an explicit deny win over any allow', () => {
  const statements = [allow('dynamodb:*', '*'), deny('dynamodb:Scan', '*')];
  expect(decide(statements, 'dynamodb:GetItem', TABLE)).toBe('allowed');
  expect(decide(statements, 'dynamodb:Scan', TABLE)).toBe('denied');
  expect(decide(statements, 's3:GetObject', TABLE)).toBe('no');
});

it('compares actions without regard to case, resources with it', () => {
  expect(decide([allow('DynamoDB:getitem', TABLE)], 'dynamodb:GetItem', TABLE)).toBe('allowed');
  expect(decide([allow('dynamodb:Get*', TABLE.toUpperCase())], 'dynamodb:GetItem', TABLE)).toBe('no');
});

it('turns NotAction and NotResource round', () => {
  const all = [{ Effect: 'Allow', NotAction: 'iam:*', NotResource: [`${TABLE}/index/*`] }];
  expect(decide(all, 'dynamodb:Query', TABLE)).toBe('allowed');
  expect(decide(all, 'dynamodb:Query', `${TABLE}/index/gsi1`)).toBe('no');
  expect(decide(all, 'iam:PassRole', TABLE)).toBe('no');
});

const LEADING = 'dynamodb:LeadingKeys';
const scoped = (...nouns: string[]) => [
  allow('dynamodb:*', TABLE, {
    'ForAllValues:StringLike': { [LEADING]: nouns.map((noun) => `T#\${aws:PrincipalTag/tenant}#${noun}`) },
    Null: { [LEADING]: 'false' },
  }),
];
const asTenant = (tenant: string, ...keys: string[]) => ({
  'aws:PrincipalTag/tenant': tenant,
  [LEADING]: keys,
});

it.each([
  ['the own key', ['DEAL#*'], asTenant('a', 'T#a#DEAL#1'), 'allowed'],
  ['several own keys', ['DEAL#*', 'PUB'], asTenant('a', 'T#a#DEAL#1', 'T#a#PUB'), 'allowed'],
  ['one foreign key among own ones', ['DEAL#*'], asTenant('a', 'T#a#DEAL#1', 'T#b#DEAL#1'), 'no'],
  ['a noun that is not granted', ['DEAL#*'], asTenant('a', 'T#a#RUN#1'), 'no'],
  ['a noun without id, with one', ['PUB'], asTenant('a', 'T#a#PUB#1'), 'no'],
  ['no key at all, as in a scan', ['DEAL#*'], { 'aws:PrincipalTag/tenant': 'a' }, 'no'],
  ['an empty list of keys', ['DEAL#*'], { 'aws:PrincipalTag/tenant': 'a', [LEADING]: [] }, 'no'],
  ['a session without the tag', ['DEAL#*'], { [LEADING]: ['T##DEAL#1'] }, 'no'],
  ['a tag of wildcards', ['DEAL#*'], asTenant('*', 'T#b#DEAL#1'), 'no'],
  ['a tag of wildcards on its own key', ['DEAL#*'], asTenant('*', 'T#*#DEAL#1'), 'allowed'],
])('holds a tenant to its keys: %s', (_what, nouns, context, expected) => {
  expect(decide(scoped(...nouns), 'dynamodb:Query', TABLE, context)).toBe(expected);
});

it.each([
  ['StringEquals', 'a*', 'abc', 'no'],
  ['StringEquals', ['x', 'abc'], 'abc', 'allowed'],
  ['StringEquals', 'abc', undefined, 'no'],
  ['StringEqualsIfExists', 'abc', undefined, 'allowed'],
  ['StringEqualsIfExists', 'abc', 'x', 'no'],
  ['StringEqualsIgnoreCase', 'ABC', 'abc', 'allowed'],
  ['StringNotEquals', 'abc', 'abc', 'no'],
  ['StringNotEquals', ['abc', 'x'], 'y', 'allowed'],
  ['StringNotEquals', 'abc', undefined, 'allowed'],
  ['StringLike', 'a?c*', 'abcdef', 'allowed'],
  ['StringLike', 'a?c', 'ac', 'no'],
  ['StringLike', `a\${*}c`, 'a*c', 'allowed'],
  ['StringLike', `a\${*}c`, 'abc', 'no'],
  ['StringNotLike', 'a*', 'abc', 'no'],
  ['Null', 'true', undefined, 'allowed'],
  ['Null', 'true', 'abc', 'no'],
  ['Null', 'false', 'abc', 'allowed'],
  ['Bool', 'true', 'TRUE', 'allowed'],
  ['NumericLessThanEquals', '10', '9', 'allowed'],
  ['NumericGreaterThan', '10', '9', 'no'],
  ['ArnLike', 'arn:aws:lambda:*:1:function:a*', 'arn:aws:lambda:eu:1:function:ab', 'allowed'],
  ['ArnLike', 'arn:aws:*:function:ab', 'arn:aws:lambda:eu:1:function:ab', 'no'],
  ['ArnEquals', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', 'allowed'],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'c'], 'allowed'],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], 'no'],
  ['ForAnyValue:StringEquals', 'a', undefined, 'no'],
  ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'c'], 'no'],
  ['ForAllValues:StringEquals', 'a', undefined, 'allowed'],
  ['StringEquals', 'a', ['a', 'b'], 'no'],
])('reads %s %j of %j', (operator, wanted, given, expected) => {
  const statements = [allow('sts:*', '*', { [operator]: { 'aws:RequestTag/x': wanted } })];
  const context = given === undefined ? {} : { 'aws:RequestTag/x': given };
  expect(decide(statements, 'sts:TagSession', 'r', context)).toBe(expected);
});

it('fills variables in resources, and takes a default where a value is missing', () => {
  const own = [allow('s3:GetObject', `arn:aws:s3:::b/\${aws:PrincipalTag/tenant}/*`)];
  expect(decide(own, 's3:GetObject', 'arn:aws:s3:::b/t1/x', { 'aws:PrincipalTag/tenant': 't1' })).toBe(
    'allowed',
  );
  expect(decide(own, 's3:GetObject', 'arn:aws:s3:::b//x')).toBe('no');
  const shared = [allow('s3:GetObject', `arn:aws:s3:::b/\${aws:PrincipalTag/tenant, 'public'}/*`)];
  expect(decide(shared, 's3:GetObject', 'arn:aws:s3:::b/public/x')).toBe('allowed');
});

it('refuses to start on conditions that it does not understand, rather than to guess', () => {
  const unknownKey = allow('*', '*', { StringEquals: { 'aws:SourceVpc': 'v' } });
  expect(() => readPolicy({ Statement: unknownKey }, 'p')).toThrow('aws:sourcevpc');
  const unknownOperator = allow('*', '*', { IpAddress: { 'aws:PrincipalArn': 'v' } });
  expect(() => readPolicy({ Statement: unknownOperator }, 'p')).toThrow('IpAddress');
});

it('never lets a tag reach beyond its own tenant, whatever is in it', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '#', '*', '?', '$', '{', '}', '\\'),
    maxLength: 8,
  });
  fc.assert(
    fc.property(text, text, (tenant, other) => {
      const allowed = decide(
        scoped('DEAL#*'),
        'dynamodb:GetItem',
        TABLE,
        asTenant(tenant, `T#${other}#DEAL#1`),
      );
      // `T#a#DEAL#1` starts with what tenant `a` may have even if the other's id holds the separator.
      const own = `T#${other}#DEAL#1`.startsWith(`T#${tenant}#DEAL#`);
      expect(allowed).toBe(own ? 'allowed' : 'no');
    }),
  );
});

const trusting = (principal: object, Action: string[], Condition?: object) => ({
  Effect: 'Allow',
  Principal: principal,
  Action,
  ...(Condition && { Condition }),
});
const caller = { roleArn: arnOf('IAM::Role', 'fn-role'), functionName: 'fn', tags: {} };
const scopedArn = arnOf('IAM::Role', 'scoped');
const BOTH = ['sts:AssumeRole', 'sts:TagSession'];
const byRole = { AWS: arnOf('IAM::Role', 'fn-role') };
const byAccount = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const tagged = { Null: { 'aws:RequestTag/tenant': 'false' } };

it.each([
  ['trust in the role itself', [], [trusting(byRole, BOTH)], true],
  ['trust without TagSession', [], [trusting(byRole, ['sts:AssumeRole'])], false],
  ['trust on condition of the tag', [], [trusting(byRole, BOTH, tagged)], true],
  ['trust in the account, and no right', [], [trusting(byAccount, BOTH)], false],
  ['trust in the account, and the right', [allow(BOTH, scopedArn)], [trusting(byAccount, BOTH)], true],
  ['the right, but no trust', [allow(BOTH, scopedArn)], [], false],
  [
    'trust in a service',
    [allow(BOTH, scopedArn)],
    [trusting({ Service: 'lambda.amazonaws.com' }, BOTH)],
    false,
  ],
  ['trust, but an explicit deny', [deny('sts:*', '*')], [trusting(byRole, BOTH)], false],
])('decides about assuming a role by %s', (_what, own, trust, expected) => {
  const iam = openIam(assemblyOf([...lambda('fn', own), role('scoped', [], trust)]), place);
  const context = { 'aws:RequestTag/tenant': 'a' };
  const checks = BOTH.map((action) => ({ action, resource: scopedArn, context }));
  const assume = () => iam.require(caller, checks);
  if (expected) expect(assume()).toBeUndefined();
  else expect(assume).toThrow(/not authorized to perform: sts:(AssumeRole|TagSession) on resource: .*scoped/);
});

it.each([
  ['leaves it to the account', [trusting(byAccount, ['kms:Sign'])], ['kms:Sign'], true],
  ['leaves it to the account, which gives no right', [trusting(byAccount, ['kms:Sign'])], [], false],
  ['names the role', [trusting(byRole, ['kms:Sign'])], [], true],
  ['names another action', [trusting(byAccount, ['kms:GetPublicKey'])], ['kms:Sign'], false],
])('lets a key be used if its policy %s', (_what, policy, own, expected) => {
  const key = resource('KMS::Key', 'k', { KeyPolicy: { Statement: policy } });
  const grants = own.map((action) => allow(action, key.arn));
  const iam = openIam(assemblyOf([key, ...lambda('fn', grants)]), place);
  expect(iam.permits(caller, { action: 'kms:Sign', resource: key.arn })).toBe(expected);
});

it('narrows a session by its own policy, which can add nothing', () => {
  const iam = openIam(assemblyOf(lambda('fn', [allow(['sqs:SendMessage', 'sqs:PurgeQueue'], '*')])), place);
  const sessionPolicy = readPolicy(
    { Statement: allow(['sqs:SendMessage', 'sqs:DeleteQueue'], '*') },
    'session',
  );
  const session = { ...caller, sessionPolicy };
  const may = (action: string) => iam.permits(session, { action, resource: 'q' });
  expect(['sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:DeleteQueue'].map(may)).toEqual([true, false, false]);
});

it('reports which grants were used, which nothing could replace, and every refusal', () => {
  const attached = resource('IAM::Policy', 'more', {
    Roles: ['fn-role'],
    PolicyDocument: { Statement: [allow('kms:Sign', 'k'), allow('sqs:*', 'q')] },
  });
  const resources = [
    ...lambda('fn', [allow('sqs:SendMessage', 'q'), allow('ssm:GetParameter', '*')]),
    attached,
  ];
  const iam = openIam(assemblyOf(resources), place);
  for (const [action, on] of [
    ['sqs:SendMessage', 'q'],
    ['kms:Sign', 'k'],
    ['kms:Sign', 'other'],
  ] as const)
    iam.permits(caller, { action, resource: on });
  expect(iam.usage()).toMatchObject([
    { role: 'fn-role', policy: 'own', statement: 0, used: ['sqs:SendMessage'], needed: [] },
    { policy: 'own', statement: 1, used: [], needed: [] },
    { policy: 'more', statement: 0, used: ['kms:Sign'], needed: ['kms:Sign'] },
    { policy: 'more', statement: 1, used: ['sqs:SendMessage'], needed: [] },
  ]);
  expect(iam.denials()).toMatchObject([{ functionName: 'fn', action: 'kms:Sign', resource: 'other' }]);
});
