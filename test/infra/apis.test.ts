/** The HTTP APIs: every route listed and described, every route but the public ones behind a token. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiNames, apiOf, fileOf, readDocument, answersOf } from '../../infra/documents.ts';
import { declared, readModules } from '../../infra/modules.ts';
import { documents } from '../../infra/openapi/generate.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { Templates, target } from './templates.ts';

const templates = new Templates(ASSEMBLY);
const modules = await readModules();
const functions = modules.flatMap((module) =>
  declared([module]).map((one) => ({ ...one, api: apiOf(module.plane, one.entry) })),
);
const answers = (api: string) => answersOf(functions.filter((one) => one.api === api));
const resources = { 'sign-in': 'SignInApi', control: 'ControlApi', cell: 'CellApi' } as const;
const bodyOf = (api: keyof typeof resources) =>
  templates.of('AWS::ApiGatewayV2::Api').find(({ id }) => id === resources[api])?.Properties.Body;

it('keeps the OpenAPI documents fresh', async () => {
  for (const [api, text] of await documents())
    expect(readFileSync(fileOf(api), 'utf8') === text, `${api}.json is stale: npm run openapi`).toBe(true);
});

it('serves exactly the routes of the manifests, none of them a catch-all', () => {
  for (const api of apiNames) {
    const served = Object.entries(bodyOf(api).paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${path} ${method.toUpperCase()}`),
    );
    expect(served).toEqual(answers(api).map(({ path, method }) => `${path} ${method}`));
    expect(served.filter((route) => /\+\}|\$default|ANY/.test(route))).toEqual([]);
  }
});

it('lets nobody past without a token of the issuer, unless the manifest says public', () => {
  for (const api of apiNames) {
    for (const { path, method, permission } of answers(api)) {
      const { security } = bodyOf(api).paths[path][method.toLowerCase()];
      expect(security, `${method} ${path}`).toEqual(permission === 'public' ? undefined : [{ token: [] }]);
    }
  }
  expect(jwtOf('cell')).toEqual({
    issuer: { 'Fn::ImportValue': 'Attain-control-issuer' },
    audience: ['attain:pool'],
  });
  expect(jwtOf('control').audience).toEqual(['attain:control']);
});

it('makes the authorizer of the control plane only when its issuer answers', () => {
  const control = templates.byStack.get('Attain-control')?.Resources['ControlApi'];
  expect(target(jwtOf('control').issuer)).toBe('SignInApi');
  expect(control?.DependsOn).toEqual(expect.arrayContaining(['SignInStage', 'TenantsApiSignInPermission']));
});

it('logs each request without token, address or path, and limits how many there are', () => {
  for (const { Properties } of templates.of('AWS::ApiGatewayV2::Stage')) {
    expect(Properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
    expect(Properties.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(Object.values(JSON.parse(Properties.AccessLogSettings.Format))).toEqual(
      expect.not.arrayContaining(['$context.path', '$context.identity.sourceIp', '$context.identity.caller']),
    );
  }
});

it('fails the synth when the document and the manifests disagree, and says how to mend it', () => {
  const [, ...rest] = answers('cell');
  expect(() => readDocument('cell', rest)).toThrow(/has too much \[.+\]. Run: npm run openapi/);
  const [first] = answers('control');
  if (!first) throw new Error('the control API has routes');
  expect(() => readDocument('control', [...answers('control'), { ...first, path: '/v1/new' }])).toThrow(
    /lacks \[\/v1\/new /,
  );
});

it('describes where a change names what it was made for, and where a reader may have all of it already', () => {
  const described = apiNames.flatMap((api) => {
    const { paths } = JSON.parse(readFileSync(fileOf(api), 'utf8')) as Described;
    return answers(api).map(({ path, method }) => ({
      route: `${method} ${path}`,
      operation: paths[path]?.[method.toLowerCase()] as Operation,
    }));
  });
  const where = (fits: (operation: Operation) => boolean) =>
    described.filter(({ operation }) => fits(operation)).map(({ route }) => route);
  const taking = (header: RegExp) =>
    where(({ parameters }) => parameters.some(({ name, $ref }) => header.test(name ?? $ref ?? '')));
  const answering = (status: string) => where(({ responses }) => status in responses);
  // They change what is there, though what they take has no address of its own, or one that is taken away.
  const others = /^POST .*\/(reliefs|annual-quotas)$|^DELETE .*credit-override$/;
  const isChange = (route: string) => /^(PUT|PATCH) /.test(route) || others.test(route);
  const changing = described.map(({ route }) => route).filter(isChange);
  expect(taking(/^If-Match$/)).toEqual(changing);
  expect([answering('412'), answering('428')]).toEqual([changing, changing]);
  expect(taking(/ifNoneMatch$/)).toEqual(answering('304'));
  expect(answering('304')).toEqual([
    'GET /v1/adjustments/{adjustment}',
    'GET /v1/connectors/{connector}',
    'GET /v1/currency-rates/{day}/{from}/{to}',
    'GET /v1/deals/{deal}/credit-override',
    'GET /v1/enrolments/{enrolment}',
    'GET /v1/enrolments/{enrolment}/letter',
    'GET /v1/imports/{import}',
    'GET /v1/people/{person}',
    'GET /v1/people/{person}/annual-quotas/{year}',
    'GET /v1/people/{person}/line',
    'GET /v1/people/{person}/territories',
    'GET /v1/periods/{period}',
    'GET /v1/plans/{plan}',
    'GET /v1/plans/{plan}/versions/{version}',
    'GET /v1/reopenings/{reopening}',
    'GET /v1/teams/{team}/members/{person}',
    'GET /v1/territories/{territory}',
  ]);
});

it('describes for each route who may ask and which refusals there are', () => {
  for (const api of apiNames) {
    const { paths } = JSON.parse(readFileSync(fileOf(api), 'utf8'));
    for (const { path, method, permission } of answers(api)) {
      const operation = paths[path][method.toLowerCase()];
      expect(operation.summary, path).toMatch(/\w/);
      expect(operation.responses.default).toEqual({ $ref: '#/components/responses/problem' });
      expect(operation['x-permission']).toBe(permission === 'public' ? undefined : permission);
      const names = operation.parameters.filter((one: { in?: string }) => one.in === 'path');
      expect(names.map(({ name }: { name: string }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  }
});

type Operation = {
  readonly parameters: readonly { readonly name?: string; readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
};
type Described = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

function jwtOf(api: keyof typeof resources) {
  return bodyOf(api).components.securitySchemes.token['x-amazon-apigateway-authorizer'].jwtConfiguration;
}
