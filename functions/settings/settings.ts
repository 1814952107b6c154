/** The settings of a company, as its cell knows them. */
import * as z from 'zod';
import { CalendarShape, type Said, shapeSaid } from '../../shared/kernel/calendar-shape.ts';
import { Currency } from '../../shared/kernel/money.ts';
import { Name } from '../../shared/kernel/text.ts';
import { TimeZone } from '../../shared/kernel/time.ts';

const decided = z.object({
  name: Name,
  currency: Currency,
  timeZone: TimeZone,
  /** How the calendar that it pays by divides time. */
  calendar: CalendarShape,
  /** The same, where that is by months: 4 is a fiscal year from April to March. */
  fiscalYearStartsIn: z.int().min(1).max(12).optional(),
  /** Days after the end of a period during which its deals may still change. */
  closeAfterDays: z.int().min(0).max(60),
});
/** Companies of the first days said no more of their calendar than where it starts. */
export const Settings = z.preprocess(completed, decided);
export type Settings = z.output<typeof Settings>;

function completed(said: unknown): unknown {
  const calendar = shapeSaid(said as Said);
  return calendar?.kind === 'months'
    ? { ...(said as object), calendar, fiscalYearStartsIn: calendar.startsIn }
    : said;
}
