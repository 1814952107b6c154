/**
 * The schedules of the templates, on the platform's clock.
 *
 * They fire by themselves while time runs on. When the clock is moved over one or more of its ticks, a
 * schedule fires once, at the last of them, as after an outage: missed ticks are not made up for.
 */
import { randomUUID } from 'node:crypto';
import type { Assembly, Clock, Resource } from '../kinds.ts';
import type { AsyncInvoke } from './async-invoke.ts';
import type { Queues } from './queues.ts';
import { readSchedule, type Ticks } from './schedule-expression.ts';
import type { Work } from './work.ts';

export type SchedulerSetting = {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly queues: Queues;
  readonly work: Work;
  readonly invokeLater: AsyncInvoke;
  /** May the schedule's role do this? */
  readonly may: (schedule: Resource, action: string, resource: string) => boolean;
};

type Schedule = { readonly resource: Resource; readonly ticks: Ticks; fired: number };

/** The longest wait that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function startScheduler(setting: SchedulerSetting): { stop(): void } {
  const { clock, work } = setting;
  const schedules = setting.assembly
    .of('AWS::Scheduler::Schedule')
    .filter(({ properties }) => properties['State'] !== 'DISABLED')
    .map((resource) => open(resource, clock));
  let timer: NodeJS.Timeout | undefined;

  const fireDue = async (now: Date) => {
    const due = schedules.flatMap((schedule) => dueTick(schedule, now) ?? []);
    wait();
    await Promise.all(due.map(({ resource, tick }) => fire(resource, tick, setting)));
  };
  const wait = () => {
    clearTimeout(timer);
    const now = clock.now();
    const next = Math.min(...schedules.map(({ ticks }) => ticks.next(now)?.getTime() ?? Infinity));
    if (next === Infinity) return;
    const timeMs = Math.min(next - now.getTime() + 1, LONGEST_TIMER_MS);
    timer = setTimeout(() => work.start(() => fireDue(clock.now())), timeMs).unref();
  };

  clock.onMove(fireDue);
  wait();
  return { stop: () => clearTimeout(timer) };
}

function open(resource: Resource, clock: Clock): Schedule {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: zone } = resource.properties;
  const ticks = readSchedule(expression, zone);
  return { resource, ticks, fired: ticks.last(clock.now())?.getTime() ?? 0 };
}

function dueTick(schedule: Schedule, now: Date): { resource: Resource; tick: Date } | undefined {
  const tick = schedule.ticks.last(now);
  if (!tick || tick.getTime() <= schedule.fired) return undefined;
  schedule.fired = tick.getTime();
  const { StartDate: start, EndDate: end } = schedule.resource.properties;
  if ((start && tick < new Date(start)) || (end && tick > new Date(end))) return undefined;
  return { resource: schedule.resource, tick };
}

async function fire(schedule: Resource, tick: Date, setting: SchedulerSetting): Promise<void> {
  const { Arn: arn, Input: template, DeadLetterConfig: deadLetters } = schedule.properties['Target'];
  const input = inputAt(tick, template, schedule);
  const lambda = setting.assembly.byArn(arn);
  const queue = setting.queues.byArn(arn);
  if (lambda && setting.may(schedule, 'lambda:InvokeFunction', arn)) {
    await setting.invokeLater(lambda, JSON.parse(input));
  } else if (queue && setting.may(schedule, 'sqs:SendMessage', arn)) {
    queue.send(input);
  } else if (deadLetters && setting.may(schedule, 'sqs:SendMessage', deadLetters.Arn)) {
    setting.queues.byArn(deadLetters.Arn)?.send(input);
  } else setting.work.lose(`The schedule ${schedule.name} could not reach ${arn}.`);
}

function inputAt(tick: Date, template: string | undefined, schedule: Resource): string {
  const scheduledTime = tick.toISOString().replace(/\.\d+Z$/, 'Z');
  if (template === undefined) return JSON.stringify(plainEvent(scheduledTime, schedule));
  return template
    .replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}

function plainEvent(time: string, { arn }: Resource) {
  const [, , , region, account] = arn.split(':');
  const kind = { 'detail-type': 'Scheduled Event', source: 'aws.scheduler' };
  return { version: '0', id: randomUUID(), ...kind, account, time, region, resources: [arn], detail: '{}' };
}
