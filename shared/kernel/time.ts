/**
 * Time is an input: a moment comes from the event that is being answered, never from the machine.
 * Moments are UTC with milliseconds and days are ISO dates, as text: they sort, store and cannot change.
 * Every interval includes its start and excludes its end.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

export const Instant = z.iso.datetime({ precision: 3 }).brand<'Instant'>();
export type Instant = z.output<typeof Instant>;
export const Day = z.iso.date().brand<'Day'>();
export type Day = z.output<typeof Day>;

export const TimeZone = z
  .string()
  .refine(isTimeZone, 'must be an IANA time zone, for example Europe/Berlin')
  .meta({ examples: ['Europe/Berlin'] });
export type TimeZone = z.output<typeof TimeZone>;

export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant;
}

export function epochMs(instant: Instant): number {
  return Date.parse(instant);
}

/** Any ISO moment with an offset, brought to UTC milliseconds; undefined when it is not one. */
export function readInstant(text: string): Instant | undefined {
  try {
    return instantOf(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** The calendar day that a moment falls on, where the tenant is. */
export function dayOf(instant: Instant, zone: TimeZone): Day {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString() as Day;
}

/** The moment a day begins where the tenant is; the first valid one where midnight is skipped. */
export function startOfDay(day: Day, zone: TimeZone): Instant {
  const midnight = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone });
  return instantOf(midnight.epochMilliseconds);
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString() as Day;
}

export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString() as Day;
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** Whole days from one to the other, the end not counted. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** A stretch of days: from its first day up to, not including, `to`; null is without end. */
export type Span = { readonly from: Day; readonly to: Day | null };

export function covers(span: Span, day: Day): boolean {
  return span.from <= day && (span.to === null || day < span.to);
}

export function overlaps(a: Span, b: Span): boolean {
  return (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);
}

/** What is left of a span outside of another. */
export function outside<S extends Span>(span: S, cut: Span): S[] {
  if (!overlaps(span, cut)) return [span];
  const left = span.from < cut.from ? [{ ...span, to: cut.from }] : [];
  const right = cut.to !== null && (span.to === null || cut.to < span.to) ? [{ ...span, from: cut.to }] : [];
  return [...left, ...right];
}

/** Asking for one takes longer than all else that is done with an item. */
const zones = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  const known = zones.get(name) ?? isZoneOfIntl(name);
  if (known) zones.set(name, known);
  return known;
}

function isZoneOfIntl(name: string): boolean {
  try {
    return name.includes('/') || name === 'UTC'
      ? Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
      : false;
  } catch {
    return false;
  }
}
