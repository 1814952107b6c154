/** Lambda: the HTTP routes of reports. What a caller may not see is in none of their numbers. */
import { api, type RouteDefinition, route } from '../../shared/http/api.ts';
import { calendarById } from '../periods/store.ts';
import { Customers, customers } from './customers.ts';
import { dimensionsOf } from './dimension.ts';
import { analytics } from './module.ts';
import { Performance, performance } from './performance.ts';
import { calendarPeriodOf } from './period-of-day.ts';
import { firstDealsOf, purchasesOf } from './purchases.ts';
import { SalesQuery, SalesReport, salesReport } from './sales-report.ts';
import { asOfDay, scopeOf } from './scope.ts';
import {
  around,
  CustomersQuery,
  FIRST_DAY,
  PerformanceQuery,
  periodsAsked,
  recentSpan,
  spanOf,
} from './span.ts';
import { groundOf, paidIn, quotasFor, ratesFor, soldAround } from './store.ts';

const SEEN =
  'A manager sees themselves and those below, a rep themselves, as on the last day, or today where that ' +
  'comes first; and what somebody sold while they were below counts in the roll-up.';

export const routes = {
  'GET /v1/reports/sales': route({
    summary: 'What was sold, divided as its reader likes',
    description:
      '`by` takes up to three of person, manager (all that was sold by those below, without the manager), ' +
      'territory, account, product, covered, seller, newLogo and custom.<name>; `each` adds the periods of a ' +
      'calendar, `sum` the sums of fields, `in` another currency, at the rate of the day of each sale. ' +
      `What has no value is null. ${SEEN}`,
    query: SalesQuery,
    reply: SalesReport,
    async run({ caller, table, query, now }) {
      const [ground, calendar] = await Promise.all([
        groundOf(table, now, query.hierarchy),
        calendarById(table, query.calendar),
      ]);
      const { settings, org, managersAbove, rollsUpTo, covers, today } = ground;
      const span = spanOf(query, ground.periods, today);
      const isFlagged = dimensionsOf(query.by).includes('newLogo');
      const sales = await soldAround(table, ground, isFlagged ? { ...span, from: FIRST_DAY } : span);
      const ways = {
        managersAbove: rollsUpTo,
        covers,
        scope: scopeOf(org, caller, asOfDay(span.to, today), managersAbove),
        isFirst: firstDealsOf(isFlagged ? sales : [], span.to),
        periodOf: calendarPeriodOf(calendar, query.each, sales),
      };
      const { currency } = settings;
      const rateOn = await ratesFor(table, currency, query.in === undefined ? [] : sales);
      return salesReport(sales, span, query, { ways, org, currency, rateOn });
    },
  }),

  'GET /v1/reports/performance': route({
    summary: 'Target, result and published pay of people, side by side',
    description:
      'Over one pay period, or all of one kind that lie whole in some days and have begun; where nothing is ' +
      'said, the one of today. Attainment is the sales of periods with a quota over those quotas, and null ' +
      `without one. A team is everybody below, without its manager. ${SEEN}`,
    query: PerformanceQuery,
    reply: Performance,
    async run({ caller, table, query, now }) {
      const ground = await groundOf(table, now, query.hierarchy);
      const { settings, org, managersAbove, rollsUpTo, today } = ground;
      const periods = periodsAsked(query, ground.periods, { ...settings, today });
      const span = around(periods);
      const [sales, quotas, paid] = await Promise.all([
        soldAround(table, ground, span),
        quotasFor(table, periods, query.measure),
        paidIn(table, caller, ground, periods),
      ]);
      const scope = scopeOf(org, caller, asOfDay(span.to, today), managersAbove);
      const { measure } = query;
      const { currency } = settings;
      return performance({
        periods,
        sales,
        quotas,
        org,
        managersAbove: rollsUpTo,
        scope,
        today,
        measure,
        currency,
        paid,
      });
    },
  }),

  'GET /v1/reports/customers': route({
    summary: 'Which customers stayed, and which are new',
    description:
      `The reply says how its numbers are defined. Revenue of new logos by product, person or region is in ` +
      `GET /v1/reports/sales?by=newLogo. ${SEEN}`,
    query: CustomersQuery,
    reply: Customers,
    async run({ caller, table, query, now }) {
      const ground = await groundOf(table, now);
      const { settings, org, managersAbove, today } = ground;
      const { activeDays } = query;
      const span = recentSpan(query, activeDays, today);
      const sold = await soldAround(table, ground, { from: FIRST_DAY, to: span.to });
      const scope = scopeOf(org, caller, asOfDay(span.to, today), managersAbove);
      const counted = sold.filter((sale) => sale.day < span.to && scope.counts(sale));
      return customers(purchasesOf(counted), firstDealsOf(sold, span.to), {
        ...span,
        activeDays,
        currency: settings.currency,
      });
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(analytics, 'api', routes);
