/** What the roles of the templates allow: each function its own nouns, of one tenant at a time. */
import { expect, it } from 'vitest';
import { ASSEMBLY } from '../kit/synth.ts';
import { actionsOf, type Statement, Templates, target } from './templates.ts';

const templates = new Templates(ASSEMBLY);
const roles = templates.of('AWS::IAM::Role').map(({ stack, id, Properties }) => ({
  name: `${stack}/${id}`,
  trust: Properties.AssumeRolePolicyDocument.Statement as Statement[],
  statements: (Properties.Policies ?? []).flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement,
  ) as Statement[],
}));
const scoped = roles.filter(({ name }) => name.endsWith('TenantRole'));
const own = roles.filter(({ name }) => /[a-z]Role$/.test(name) && !name.endsWith('TenantRole'));
const itemActions =
  /^dynamodb:(GetItem|Query|BatchGetItem|PutItem|UpdateItem|DeleteItem|ConditionCheckItem)$/;

it('keeps all rights of roles inline, where one sees them', () => {
  const elsewhere = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::Group'];
  expect(elsewhere.flatMap((type) => templates.of(type))).toEqual([]);
  for (const { Properties } of templates.of('AWS::IAM::Role'))
    expect(Properties.ManagedPolicyArns).toBeUndefined();
});

it('names every action: no Scan, and no wildcard that would let one in', () => {
  const allowed = [...templates.byStack.values()].flatMap(({ Resources }) => allowStatements(Resources));
  expect(allowed.length).toBeGreaterThan(100);
  for (const statement of allowed) {
    for (const action of actionsOf(statement)) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
    expect(actionsOf(statement)).not.toContain('dynamodb:Scan');
  }
});

it('A116 holds every right on items to the keys of its owner, and refuses requests without keys', () => {
  for (const { name, statements } of roles) {
    for (const statement of statements.filter(touchesItems)) {
      expect(
        actionsOf(statement).filter((action) => !itemActions.test(action)),
        name,
      ).toEqual([]);
      expect(statement.Condition?.['Null'], name).toEqual({ 'dynamodb:LeadingKeys': 'false' });
      const keys = statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[];
      const owner = name.endsWith('TenantRole') ? /^T#\$\{aws:PrincipalTag\/tenant\}#/ : /^C#/;
      expect(keys.length, name).toBeGreaterThan(0);
      for (const key of keys) {
        expect(key, name).toMatch(owner);
        expect(key.replace(owner, ''), name).toMatch(/^[A-Z]+(#\*)?$/);
      }
    }
  }
});

it('lets a scoped role be taken on by its own function only, with a tenant and no other tag', () => {
  expect(scoped.length).toBeGreaterThan(10);
  for (const { name, trust } of scoped) {
    const [only, ...others] = trust;
    expect(others, name).toEqual([]);
    expect(target(only?.Principal?.['AWS']), name).toBe(name.split('/')[1]?.replace(/TenantRole$/, 'Role'));
    expect(only).toMatchObject({
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        Null: { 'aws:RequestTag/tenant': 'false' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
      },
    });
  }
});

it('lets a function take on no role but that one, whose trust is all it needs', () => {
  expect(own.length).toBeGreaterThan(20);
  for (const { name, statements } of own) {
    expect(
      statements.flatMap(actionsOf).filter((action) => action.startsWith('sts:')),
      name,
    ).toEqual([]);
  }
});

it('gives scoped roles nothing that has no tenant in it', () => {
  for (const { name, statements } of scoped) {
    for (const statement of statements) {
      const { Resource, Condition } = statement;
      expect(JSON.stringify([Resource, Condition]), name).toContain('aws:PrincipalTag/tenant');
    }
  }
});

it('lets nobody from outside the account into a queue, topic, bus, key or function', () => {
  for (const { Resources } of templates.byStack.values()) {
    for (const { Principal, Condition } of allowStatements(Resources).filter(({ Principal }) => Principal)) {
      const who = JSON.stringify(Principal);
      const bySource = JSON.stringify(Condition ?? {}).includes('aws:Source');
      const inside = /:root"|Fn::GetAtt|"Service":"(lambda|scheduler|events|states)\.amazonaws\.com"/.test(
        who,
      );
      expect(inside || bySource, who).toBe(true);
    }
  }
  for (const { Properties } of templates.of('AWS::Lambda::Permission'))
    expect(Properties.SourceArn).toBeDefined();
});

function touchesItems(statement: Statement): boolean {
  return actionsOf(statement).some((action) => /^dynamodb:.*(Item|Query|Scan|PartiQL)/.test(action));
}

/** Every Allow of a template, in roles and in the policies of resources. */
function allowStatements(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(allowStatements);
  return (value as Statement).Effect === 'Allow' ? [value as Statement, ...inside] : inside;
}
