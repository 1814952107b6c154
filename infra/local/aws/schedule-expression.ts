/**
 * When a schedule is due.
 *
 *   rate(15 minutes)        every quarter of an hour since 1970, so that each start of the host agrees
 *   cron(0 6 L * ? *)       minute hour day-of-month month day-of-week year, in the schedule's time zone
 *   at(2026-03-31T18:00:00) once
 */
import { Temporal } from 'temporal-polyfill';
import { type Cron, dayMatches, readCron } from './cron.ts';

export type Ticks = {
  /** The last moment it was due, this one included. */
  readonly last: (now: Date) => Date | undefined;
  readonly next: (now: Date) => Date | undefined;
};

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** No cron expression that is ever due is due less often than on a 29 February that is a certain weekday. */
const HORIZON_DAYS = 366 * 40;

export function readSchedule(expression: string, zone = 'UTC'): Ticks {
  const [, kind, inside = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(inside);
  if (kind === 'cron') return cronTicks(readCron(inside), zone);
  if (kind === 'at') return once(Temporal.PlainDateTime.from(inside).toZonedDateTime(zone).epochMilliseconds);
  throw new Error(`The local host does not understand the schedule '${expression}'.`);
}

function rate(inside: string): Ticks {
  const [count, unit = ''] = inside.split(/\s+/);
  const every = Number(count) * (UNIT_MS[unit.replace(/s$/, '')] ?? Number.NaN);
  if (!(every > 0)) throw new Error(`The local host does not understand rate(${inside}).`);
  const last = (now: Date) => Math.floor(now.getTime() / every) * every;
  return { last: (now) => new Date(last(now)), next: (now) => new Date(last(now) + every) };
}

function once(at: number): Ticks {
  return {
    last: (now) => (at <= now.getTime() ? new Date(at) : undefined),
    next: (now) => (at > now.getTime() ? new Date(at) : undefined),
  };
}

function cronTicks(cron: Cron, zone: string): Ticks {
  const timesOn = (day: Temporal.PlainDate): number[] =>
    cron.hours.flatMap((hour) =>
      cron.minutes.map((minute) => {
        const local = day.toPlainDateTime({ hour, minute });
        return local.toZonedDateTime(zone).epochMilliseconds;
      }),
    );
  const search = (now: Date, step: 1 | -1, wanted: (tick: number) => boolean): Date | undefined => {
    let day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
    for (let looked = 0; looked < HORIZON_DAYS; looked += 1) {
      const ticks = dayMatches(cron, day) ? timesOn(day).filter(wanted) : [];
      const tick = step > 0 ? ticks[0] : ticks.at(-1);
      if (tick !== undefined) return new Date(tick);
      day = day.add({ days: step });
    }
    return undefined;
  };
  return {
    last: (now) => search(now, -1, (tick) => tick <= now.getTime()),
    next: (now) => search(now, 1, (tick) => tick > now.getTime()),
  };
}
