/** Lambda: the HTTP routes of periods. */
import * as z from 'zod';
import { fact } from '../../shared/events/fact.ts';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import { periods } from './module.ts';
import { close, Period } from './period.ts';
import { listPeriods, named, periodNamed, periodsOf, savePeriod } from './store.ts';

const OnePeriod = z.object({ period: PeriodId });

export const routes = {
  'GET /v1/periods': listRoute({
    summary: 'The periods of the pay calendar, by start: months and quarters, or windows',
    reply: Period,
    run: ({ table, page }) => listPeriods(table, page),
  }),

  'GET /v1/periods/{period}': route({
    summary: 'One period and how far it is',
    path: OnePeriod,
    reply: Period,
    run: ({ table, path }) => periodNamed(table, path.period),
  }),

  'POST /v1/periods/{period}/close': route({
    summary: 'Close a period before the schedule does: no more credits, its commissions are calculated',
    description: 'A period that is being closed is answered as it is. Periods close in order.',
    path: OnePeriod,
    reply: Period,
    async run({ caller, table, path, now }) {
      const calendar = await periodsOf(table);
      const period = named(calendar, path.period);
      if (period.status === 'calculating') return period;
      const closed = close(calendar, period, now);
      const begun = fact(
        'period.calculating',
        now,
        { period: closed.id },
        caller.tenant,
        String(closed.version),
      );
      await savePeriod(table, closed, [begun]);
      return closed;
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(periods, 'api', routes);
