/** The event buses of the templates: which rules an event meets, and where those send it. */
import { randomUUID } from 'node:crypto';
import type { Assembly, Clock, Resource } from '../kinds.ts';
import type { AsyncInvoke } from './async-invoke.ts';
import type { Json } from './dynamodb-client.ts';
import type { Place } from './endpoint.ts';
import { type Matches, readPattern } from './pattern.ts';
import type { Queues } from './queues.ts';
import { inputOf } from './target-input.ts';
import type { Work } from './work.ts';

export type BusEvent = { readonly id: string; readonly source: string; readonly [field: string]: unknown };

export type BusSetting = {
  readonly assembly: Assembly;
  readonly place: Place;
  readonly clock: Clock;
  readonly queues: Queues;
  readonly work: Work;
  readonly invokeLater: AsyncInvoke;
  /** May this rule's role put events on that bus? */
  readonly mayForward: (rule: Resource, target: Json) => boolean;
};

export type Buses = {
  /** The ARN of a bus by its name or ARN; nothing if no template declares it. */
  readonly arnOf: (nameOrArn: string) => string | undefined;
  readonly put: (busArn: string, event: BusEvent) => void;
};

type Rule = { readonly resource: Resource; readonly busArn: string; readonly matches: Matches };

export function openBuses(setting: BusSetting): Buses {
  const { assembly, place, work } = setting;
  const arns = new Set(assembly.of('AWS::Events::EventBus').map(({ arn }) => arn));
  const prefix = `arn:aws:events:${place.region}:${place.account}:event-bus/`;
  arns.add(`${prefix}default`);
  const arnOf = (nameOrArn: string) => {
    const arn = nameOrArn.startsWith('arn:') ? nameOrArn : prefix + nameOrArn;
    return arns.has(arn) ? arn : undefined;
  };
  const put = (busArn: string, event: BusEvent) => {
    for (const { resource } of rules.filter((rule) => rule.busArn === busArn && rule.matches(event)))
      for (const target of resource.properties['Targets'] ?? [])
        work.start(() => deliver(event, target, resource));
  };
  const deliver = async (event: BusEvent, target: Json, rule: Resource) => {
    const input = inputOf(target, event);
    const queue = setting.queues.byArn(target.Arn);
    if (queue) return queue.send(JSON.stringify(input), { group: target.SqsParameters?.MessageGroupId });
    const bus = arnOf(target.Arn);
    if (bus) return setting.mayForward(rule, target) && put(bus, event);
    const lambda = assembly.byArn(target.Arn);
    return lambda && setting.invokeLater(lambda, input);
  };
  const rules = rulesOf(assembly, arnOf);
  return { arnOf, put };
}

function rulesOf(assembly: Assembly, arnOf: Buses['arnOf']): readonly Rule[] {
  return assembly
    .of('AWS::Events::Rule')
    .filter(({ properties }) => properties['State'] !== 'DISABLED' && properties['EventPattern'])
    .map((resource) => {
      const {
        EventBusName: bus = 'default',
        EventPattern: pattern,
        Targets: targets = [],
      } = resource.properties;
      const busArn = arnOf(bus);
      if (!busArn)
        throw new Error(`The rule ${resource.name} names the bus ${bus}, which no template declares.`);
      for (const { Arn } of targets) requireTarget(Arn, resource, assembly, arnOf);
      return { resource, busArn, matches: readPattern(pattern) };
    });
}

const TARGETS = ['AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup'];

function requireTarget(arn: string, rule: Resource, assembly: Assembly, arnOf: Buses['arnOf']): void {
  const type = assembly.byArn(arn)?.type ?? '';
  if (!TARGETS.includes(type) && !arnOf(arn))
    throw new Error(`The rule ${rule.name} has the target ${arn}, which the local host cannot reach.`);
}

export function newEvent(entry: Json, { place, clock }: Pick<BusSetting, 'place' | 'clock'>): BusEvent {
  const time = entry.Time === undefined ? clock.now() : new Date(entry.Time * 1000);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: place.account,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: place.region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail),
  };
}
