/** Lambda: the HTTP routes of calendars: the one that a company pays by, and those it only reports by. */
import * as z from 'zod';
import { note } from '../../shared/events/due.ts';
import { fact } from '../../shared/events/fact.ts';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { pageOf } from '../../shared/http/page.ts';
import { CalendarDay } from '../../shared/kernel/calendar-shape.ts';
import { CalendarId, PAY, type TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { type Day, dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { settingsOf } from '../settings/store.ts';
import { withBoundary } from './boundaries.ts';
import { Calendar, CalendarDraft, CalendarPeriod, payCalendar, periodsIn, Range, shown } from './calendar.ts';
import { closeNote } from './due.ts';
import { periods } from './module.ts';
import { periodsAppended } from './pay-calendar.ts';
import {
  addCalendar,
  calendarById,
  calendarsOf,
  periodsOf,
  reportCalendar,
  saveCalendar,
  savePayCalendar,
} from './store.ts';

const OneCalendar = z.object({ calendar: CalendarId });
/** All of them are read at once. */
const MOST = 50;

export const routes = {
  'GET /v1/calendars': listRoute({
    summary: 'The calendars of the company: the one it pays by, and those it reports by',
    reply: Calendar,
    async run({ table, page }) {
      return pageOf(await calendarsOf(table), page, ({ id }) => id);
    },
  }),

  'POST /v1/calendars': route({
    summary: 'Add a calendar to report by',
    description: 'Its periods are worked out from its shape. Nothing is closed or paid by it.',
    idempotent: true,
    body: CalendarDraft,
    reply: Calendar,
    status: 201,
    async run({ table, body, newId }) {
      if ((await calendarsOf(table)).length > MOST) {
        refuse('rule', 'calendar.too-many', `A company reports by at most ${MOST} calendars.`);
      }
      const calendar = { id: CalendarId.parse(newId('cal')), ...body, version: 1 };
      await addCalendar(table, calendar);
      return shown(calendar);
    },
  }),

  'GET /v1/calendars/{calendar}': route({
    summary: 'One calendar, its shape and the kinds of its periods',
    path: OneCalendar,
    reply: Calendar,
    run: ({ table, path }) => calendarById(table, path.calendar),
  }),

  'GET /v1/calendars/{calendar}/periods': listRoute({
    summary: 'The periods of one kind that lie in a span of days, by start',
    description: 'Where nothing else is said, the months of this fiscal year and the next, or all windows.',
    path: OneCalendar,
    query: Range,
    reply: CalendarPeriod,
    async run({ table, path, query, page, now }) {
      const [calendar, { timeZone }] = await Promise.all([
        calendarById(table, path.calendar),
        settingsOf(table),
      ]);
      const all = periodsIn(calendar, query, dayOf(now, timeZone), timeZone);
      return pageOf(all, page, ({ from }) => from);
    },
  }),

  'POST /v1/calendars/{calendar}/boundaries': route({
    summary: 'Add a boundary after the last one: a window without end ends there, and the next one begins',
    description: 'A day that is the last boundary already is answered as it is.',
    path: OneCalendar,
    body: z.strictObject({ day: CalendarDay }),
    reply: Calendar,
    async run({ caller, table, path, body, now }) {
      if (path.calendar === PAY) return extendPay(table, caller.tenant, body.day, now);
      const { shape, ...rest } = await reportCalendar(table, path.calendar);
      const longer = { ...rest, shape: withBoundary(shape, body.day), version: rest.version + 1 };
      if (longer.shape !== shape) await saveCalendar(table, longer);
      return shown(longer);
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(periods, 'api-calendars', routes);

/** Notes come before periods: a period without a note would never be closed. */
async function extendPay(table: Table, tenant: TenantId, day: Day, now: Instant): Promise<Calendar> {
  const [settings, windows] = await Promise.all([settingsOf(table), periodsOf(table)]);
  const { calendar, timeZone: zone, closeAfterDays } = settings;
  const shape = withBoundary(calendar, day);
  if (shape === calendar) return payCalendar(shape);
  const appended = periodsAppended(windows, day, { shape, zone, closeAfterDays });
  const { split, added } = appended;
  await Promise.all([...(split ? [split] : []), added].map((period) => note(closeNote(tenant, period))));
  const said = split ? [fact('period.split', now, { period: split.id, day })] : [];
  await savePayCalendar(table, shape, appended, said);
  return payCalendar(shape);
}
