/**
 * Dates in the forms that files have. A date, or a time without an offset, is a day or a clock where the
 * company is, and stays the day that is written; a time with an offset is a moment, and is brought to the
 * company's own time zone. The machine's zone has no part in it.
 *
 *   for a company in Berlin:  2026-03-31T23:30:00         2026-03-31
 *                             2026-03-31T23:30:00Z        2026-04-01  (01:30 there)
 */
import * as z from 'zod';
import { Day, dayOf, readInstant, type TimeZone } from '../../shared/kernel/time.ts';

const Y = String.raw`(?<y>\d{4})`;
const [M, D] = [String.raw`(?<m>\d{2})`, String.raw`(?<d>\d{2})`];
const [M1, D1] = [String.raw`(?<m>\d{1,2})`, String.raw`(?<d>\d{1,2})`];
const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?`;
const OFFSET = String.raw`(?<offset>Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;

const FORMS = {
  'YYYY-MM-DD': `${Y}-${M}-${D}`,
  YYYYMMDD: `${Y}${M}${D}`,
  'DD.MM.YYYY': `${D}[.]${M}[.]${Y}`,
  'D.M.YYYY': `${D1}[.]${M1}[.]${Y}`,
  'DD/MM/YYYY': `${D}/${M}/${Y}`,
  'MM/DD/YYYY': `${M}/${D}/${Y}`,
  'M/D/YYYY': `${M1}/${D1}/${Y}`,
  'YYYY-MM-DD HH:mm:ss': `${Y}-${M}-${D} ${CLOCK}`,
  'YYYY-MM-DDTHH:mm:ss': `${Y}-${M}-${D}T${CLOCK}`,
  'YYYY-MM-DDTHH:mm:ssZ': `${Y}-${M}-${D}T${CLOCK}${OFFSET}`,
} as const;

/** Seconds may have a fraction; Z stands for itself or an offset such as +02:00. */
export const DateRule = z.enum(Object.keys(FORMS) as (keyof typeof FORMS)[]);
export type DateRule = z.output<typeof DateRule>;

/** How dates of a form are read; undefined for other forms, and for days that no calendar has. */
export function dayReader(rule: DateRule, zone: TimeZone): (text: string) => Day | undefined {
  const form = new RegExp(`^${FORMS[rule]}$`);
  return (text) => {
    const { y = '', m = '', d = '', offset } = form.exec(text)?.groups ?? {};
    const { data: day } = Day.safeParse(`${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`);
    if (offset === undefined || !day) return day;
    const moment = readInstant(text);
    return moment && dayOf(moment, zone);
  };
}
