/** Lambda: the HTTP routes of settings. */
import { api, type RouteDefinition, route } from '../../shared/http/api.ts';
import { settings } from './module.ts';
import { Settings } from './settings.ts';
import { settingsOf } from './store.ts';

export const routes = {
  'GET /v1/settings': route({
    summary: 'What the company decided once: currency, time zone, pay calendar',
    reply: Settings,
    run: ({ table }) => settingsOf(table),
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(settings, 'api', routes);
