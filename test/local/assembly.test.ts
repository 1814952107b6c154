/** The cloud assembly as the local host reads it. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAssembly } from '../../infra/local/assembly.ts';
import type { Assembly } from '../../infra/local/kinds.ts';
import { writeAssembly } from './fixture/fixture.ts';

let dir: string;
let assembly: Assembly;

beforeAll(async () => {
  dir = await writeAssembly();
  assembly = loadAssembly(dir);
});

afterAll(() => rmSync(dir, { recursive: true }));

const only = (type: string, id: string, from = assembly) => {
  const found = from.of(type).find((resource) => resource.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe('a cloud assembly', () => {
  it('puts a stack behind the one whose exports it imports', () => {
    expect(assembly.of('AWS::ApiGatewayV2::Api').map(({ stack }) => stack)).toEqual([
      'Fixture-control',
      'Fixture-a-cell',
    ]);
  });

  it('names resources as declared, or after their stack and logical id', () => {
    expect(only('AWS::SQS::Queue', 'Work').name).toBe('fixture-work');
    expect(only('AWS::IAM::Role', 'Role').name).toBe('Fixture-control-Role');
  });

  it('finds a resource by the ARN that other resources know it by', () => {
    const echo = only('AWS::Lambda::Function', 'Echo');
    expect(echo.arn).toBe('arn:aws:lambda:eu-west-1:000000000000:function:fixture-control-echo');
    expect(assembly.byArn(echo.arn)?.id).toBe('Echo');
    expect(assembly.byArn(String(echo.properties['Role']))?.type).toBe('AWS::IAM::Role');
  });

  it('gives ids that look like those of AWS and stay the same from start to start', () => {
    const again = loadAssembly(dir);
    for (const [type, id, shape] of [
      ['AWS::ApiGatewayV2::Api', 'Api', /^[a-z][a-z0-9]{9}$/],
      ['AWS::Cognito::UserPool', 'People', /^eu-west-1_[a-z0-9]{9}$/],
      ['AWS::Cognito::UserPoolClient', 'Client', /^[a-z0-9]{26}$/],
    ] as const) {
      expect(only(type, id).name).toMatch(shape);
      expect(only(type, id, again).name).toBe(only(type, id).name);
    }
  });

  it('gives two stacks with equal logical ids different APIs', () => {
    expect(new Set(assembly.of('AWS::ApiGatewayV2::Api').map(({ name }) => name)).size).toBe(2);
  });

  it('leaves out what the template makes only elsewhere', () => {
    expect(assembly.of('AWS::SQS::Queue').map(({ id }) => id)).toEqual(['Work']);
  });

  it('drops a property without a value, and keeps an escaped variable of Fn::Sub', () => {
    const variables = assembly.of('AWS::Lambda::Function').find(({ name }) => name === 'fixture-cell-echo')
      ?.properties['Environment'].Variables;
    const [api] = assembly.of('AWS::ApiGatewayV2::Api').slice(1);
    const kept = ['$', '{kept}'].join('');
    expect(variables['OWN_URL']).toBe(`https://${api?.name}.execute-api.eu-west-1.amazonaws.com/v1/${kept}`);
    expect(variables).not.toHaveProperty('NOTHING');
  });

  it('puts local addresses in the place of those that AWS would give', () => {
    const [control, cell] = assembly.of('AWS::ApiGatewayV2::Api');
    const minted = (name = '') => `https://${name}.execute-api.eu-west-1.amazonaws.com`;
    const local = loadAssembly(
      dir,
      new Map([
        [minted(control?.name), 'http://127.0.0.1:1'],
        [minted(cell?.name), 'http://127.0.0.1:2'],
        ['https://cognito-idp.eu-west-1.amazonaws.com', 'http://127.0.0.1:3'],
      ]),
    );
    const pool = only('AWS::Cognito::UserPool', 'People').name;
    expect(local.outputs['Fixture-control']).toEqual({
      ApiUrl: 'http://127.0.0.1:1',
      Issuer: `http://127.0.0.1:3/${pool}`,
    });
    expect(only('AWS::SSM::Parameter', 'Entry', local).properties['Value']).toBe(
      '{"apiUrl":"http://127.0.0.1:2"}',
    );
    expect(only('AWS::ApiGatewayV2::Authorizer', 'Authorizer', local).properties['JwtConfiguration']).toEqual(
      {
        Issuer: `http://127.0.0.1:3/${pool}`,
        Audience: ['fixture:cell'],
      },
    );
  });

  it('finds the code of a function', () => {
    expect(existsSync(join(assembly.codeOf(only('AWS::Lambda::Function', 'Echo')), 'index.mjs'))).toBe(true);
  });
});

describe('a cloud assembly that cannot run', () => {
  it('is refused with the way out when it was never synthesized', () => {
    expect(() => loadAssembly('/nowhere')).toThrow(
      "There are no templates in /nowhere: run 'npm run synth' first.",
    );
  });

  it('names the stack and the export that is missing', async () => {
    const Resources = {
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: { 'Fn::ImportValue': 'nobody-exports-this' } },
      },
    };
    const alone = await writeAssembly({ Alone: { Resources } });
    expect(() => loadAssembly(alone)).toThrow("Alone imports 'nobody-exports-this', which no stack exports.");
    rmSync(alone, { recursive: true });
  });
});
