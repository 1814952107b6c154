/** Lambda: the HTTP routes of settings. */
import { api, type RouteDefinition, route } from '../../shared/http/api.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { settings } from './module.ts';
import { Settings } from './settings.ts';
import { settingsOf } from './store.ts';

export const routes = {
  'GET /v1/settings': route({
    summary: 'What the company decided once: currency, time zone, fiscal calendar',
    reply: Settings,
    run: ({ caller }) => settingsOf(tenantTable(caller.tenant)),
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(settings, 'api', routes);
