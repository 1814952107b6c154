/** Lambda: the HTTP routes of currency rates. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { tagOf } from '../../shared/http/etag.ts';
import { pageOf } from '../../shared/http/page.ts';
import { Currency } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Day, dayOf } from '../../shared/kernel/time.ts';
import { settingsOf } from '../settings/store.ts';
import { rates } from './module.ts';
import { CurrencyRate, Worth } from './rate.ts';
import { rateOn, ratesFrom, yearOf } from './rates.ts';
import { ratesIn, ratesOf, saveRate } from './store.ts';

const OnePair = z.object({ day: Day, from: Currency, to: Currency });
const Year = z
  .string()
  .regex(/^\d{4}$/, 'must be a year, for example 2026')
  .meta({ examples: ['2026'] });

export const routes = {
  'PUT /v1/currency-rates/{day}/{from}/{to}': route({
    summary: 'Say what one unit of a currency was worth in another on a day',
    description: 'What was not said of that day and these currencies yet needs no If-Match.',
    path: OnePair,
    body: z.strictObject({ rate: Worth }),
    reply: CurrencyRate,
    tag: tagOf,
    ifMatch: 'the etag of GET /v1/currency-rates/{day}/{from}/{to}',
    async run({ table, path, body, match }) {
      const said = { ...path, rate: body.rate };
      if (path.from === path.to && body.rate !== '1') {
        refuse('rule', 'rate.of-itself', 'A currency is worth one of itself.', '/rate');
      }
      await saveRate(table, said, (saved) => {
        if (saved.is === 'other') match(tagOf({ ...said, rate: saved.before }));
        if (saved.is === 'new') match(undefined);
      });
      return said;
    },
  }),

  'GET /v1/currency-rates/{day}/{from}/{to}': route({
    summary: 'What one unit of a currency was worth in another on a day',
    description: 'The rate of exactly that day, as it was said: 404 where none was.',
    path: OnePair,
    reply: CurrencyRate,
    tag: tagOf,
    async run({ table, path: { day, from, to } }) {
      const rate = rateOn(await ratesOf(table, from, [yearOf(day)]), from, to, day);
      return rate === undefined ? noSuchRate() : { day, from, to, rate };
    },
  }),

  'GET /v1/currency-rates': listRoute({
    summary: 'The rates from a currency in a year, to one other or all, by day',
    description: "Where nothing else is said, from the company's own currency, and in this year.",
    query: z.strictObject({ from: Currency.optional(), to: Currency.optional(), year: Year.optional() }),
    reply: CurrencyRate,
    async run({ table, query, page, now }) {
      const { currency, timeZone } = await settingsOf(table);
      const { from = currency, to, year = yearOf(dayOf(now, timeZone)) } = query;
      const all = ratesFrom(from, await ratesIn(table, year, from), to);
      return pageOf(all, page, (rate) => `${rate.day} ${rate.to}`);
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(rates, 'api', routes);

function noSuchRate(): never {
  return refuse('missing', 'not-found', 'Nothing was said of these currencies on that day.');
}
