/** AWS's cron expressions: six fields, of which either day-of-month or day-of-week is `?`. */
import type { Temporal } from 'temporal-polyfill';

export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[] | undefined;
  readonly dayOfMonth: string;
  readonly dayOfWeek: string;
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** 1 is Sunday. */
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

export function readCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Error(`cron(${text}) needs six fields, with ? as one of the two days.`);
  const cron = {
    minutes: numbersIn(minute, 0, 59),
    hours: numbersIn(hour, 0, 23),
    months: numbersIn(named(month, MONTHS), 1, 12),
    years: year === '*' ? undefined : numbersIn(year, 1970, 2199),
    dayOfMonth,
    dayOfWeek: named(dayOfWeek, DAYS),
  };
  requireDays(cron, text);
  return cron;
}

export function dayMatches(cron: Cron, day: Temporal.PlainDate): boolean {
  if (!cron.months.includes(day.month) || (cron.years && !cron.years.includes(day.year))) return false;
  return cron.dayOfMonth === '?'
    ? weekdayMatches(cron.dayOfWeek, day)
    : monthDayMatches(cron.dayOfMonth, day);
}

function monthDayMatches(field: string, day: Temporal.PlainDate): boolean {
  if (field === 'L') return day.day === day.daysInMonth;
  return numbersIn(field, 1, 31).includes(day.day);
}

/** `6L` is the last Friday of the month, `2#1` the first Monday. */
function weekdayMatches(field: string, day: Temporal.PlainDate): boolean {
  const weekday = (day.dayOfWeek % 7) + 1;
  const [, wanted, last, nth] = /^(\d)(?:(L)|#(\d))$/.exec(field) ?? [];
  if (!wanted) return numbersIn(field, 1, 7).includes(weekday);
  if (Number(wanted) !== weekday) return false;
  return last ? day.day + 7 > day.daysInMonth : Math.ceil(day.day / 7) === Number(nth);
}

function requireDays({ dayOfMonth, dayOfWeek }: Cron, text: string): void {
  const known = /^(\?|L|\dL|\d#\d|[\d,*/-]+)$/;
  if (!known.test(dayOfMonth) || !known.test(dayOfWeek))
    throw new Error(`The local host does not understand the days of cron(${text}).`);
}

const named = (field: string, names: readonly string[]): string =>
  field.replace(/[A-Z]{3}/gi, (name) => String(names.indexOf(name.toUpperCase()) + 1));

/** `*`, `5`, `1,15`, `8-18`, and any of these with `/step`; in ascending order. */
function numbersIn(field: string, least: number, most: number): number[] {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from, to = part.includes('/') ? most : from] =
      range === '*' ? [least, most] : range.split('-').map(Number);
    if (!inRange(from, least, most) || !inRange(to, least, most) || !(Number(step) > 0))
      throw new Error(`'${field}' is not a field of a cron expression.`);
    for (let each = Number(from); each <= Number(to); each += Number(step)) found.add(each);
  }
  return [...found].sort((a, b) => a - b);
}

const inRange = (value: number | undefined, least: number, most: number): boolean =>
  value !== undefined && value >= least && value <= most;
