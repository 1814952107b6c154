/** Parameter Store: those of the templates, and those that functions put. */
import { createHash } from 'node:crypto';
import type {
  DeleteParameterRequest,
  GetParameterRequest,
  GetParametersByPathRequest,
  PutParameterRequest,
} from '@aws-sdk/client-ssm';
import type { Assembly, AwsCall, Clock } from '../kinds.ts';
import { AwsError, type Check, type Endpoint, invalid, type Place } from './endpoint.ts';
import { jsonEndpoint, type Operations } from './json-endpoint.ts';

type Parameter = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: Date;
};

const TYPES = ['String', 'StringList', 'SecureString'];

export function ssmEndpoint(assembly: Assembly, place: Place, clock: Clock): Endpoint {
  const parameters = new Map<string, Parameter>();
  for (const { name, properties } of assembly.of('AWS::SSM::Parameter')) {
    const { Type: type, Value: value } = properties;
    parameters.set(name, { name, type, value: String(value), version: 1, modifiedAt: clock.now() });
  }
  return jsonEndpoint('1.1', operationsOn(parameters, place, clock), (call) => [checkOf(call, place)]);
}

function operationsOn(parameters: Map<string, Parameter>, place: Place, clock: Clock): Operations {
  return {
    GetParameter: ({ Name: name = '', WithDecryption }: GetParameterRequest) => {
      return { Parameter: shown(existing(parameters, name), WithDecryption, place) };
    },
    GetParametersByPath: (input: GetParametersByPathRequest) => listed(parameters, input, place),
    PutParameter: (input: PutParameterRequest) => put(parameters, input, clock.now()),
    DeleteParameter: ({ Name: name = '' }: DeleteParameterRequest) => {
      parameters.delete(existing(parameters, name).name);
    },
  };
}

function checkOf({ operation, input }: AwsCall, place: Place): Check {
  const name = String(input['Name'] ?? input['Path']);
  return { action: `ssm:${operation}`, resource: arnOf(name, place) };
}

const arnOf = (name: string, { region, account }: Place): string =>
  `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`.replace(/\/$/, '');

function existing(parameters: ReadonlyMap<string, Parameter>, name: string): Parameter {
  const parameter = parameters.get(name.replace(/^arn:.*:parameter(?=\/)/, ''));
  if (parameter) return parameter;
  throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
}

function put(parameters: Map<string, Parameter>, input: PutParameterRequest, now: Date) {
  const { Name: name = '', Value: value = '', Overwrite: overwrite, Tier: tier = 'Standard' } = input;
  const before = parameters.get(name);
  if (before && !overwrite)
    throw new AwsError(
      'ParameterAlreadyExists',
      `The parameter ${name} exists; say Overwrite to replace it.`,
    );
  const type = input.Type ?? before?.type ?? '';
  if (!TYPES.includes(type)) throw invalid('A parameter needs a Type: String, StringList or SecureString.');
  if (!/^[\w./-]{1,1011}$/.test(name)) throw invalid(`'${name}' is no name of a parameter.`);
  const largest = tier === 'Standard' ? 4096 : 8192;
  if (!value || Buffer.byteLength(value) > largest)
    throw invalid(`A ${tier} value has 1 to ${largest} bytes.`);
  const version = (before?.version ?? 0) + 1;
  parameters.set(name, { name, type, value, version, modifiedAt: now });
  return { Version: version, Tier: tier };
}

function listed(parameters: ReadonlyMap<string, Parameter>, input: GetParametersByPathRequest, place: Place) {
  const path = `${input.Path}/`.replace(/\/+$/, '/');
  const names = [...parameters.keys()]
    .filter((name) => name.startsWith(path) && (input.Recursive || !name.slice(path.length).includes('/')))
    .sort();
  const from = Number(input.NextToken ?? 0);
  const to = from + (input.MaxResults ?? 10);
  return {
    Parameters: names
      .slice(from, to)
      .map((name) => shown(existing(parameters, name), input.WithDecryption, place)),
    ...(to < names.length && { NextToken: String(to) }),
  };
}

function shown(parameter: Parameter, decrypted: boolean | undefined, place: Place) {
  const { name, type, value, version, modifiedAt } = parameter;
  const open = decrypted || type !== 'SecureString';
  return {
    Name: name,
    Type: type,
    Value: open
      ? value
      : `AQICAH${createHash('sha256')
          .update(name + value)
          .digest('base64')}`,
    Version: version,
    LastModifiedDate: modifiedAt.getTime() / 1000,
    ARN: arnOf(name, place),
    DataType: 'text',
  };
}
