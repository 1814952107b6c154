/** What a company decided once for all of its cell: name, currency, time zone, pay calendar. */
import { defineModule } from '../../shared/module.ts';

export const settings = defineModule({
  name: 'settings',
  plane: 'cell',
  functions: {
    api: {
      routes: { 'GET /v1/settings': 'settings:read' },
      table: { STANDING: ['get'], RATE: ['update'], SETTINGS: ['get'] },
    },
    'on-tenant-created': {
      events: ['tenant.created'],
      table: { SETTINGS: ['put'] },
    },
    'on-tenant-standing': {
      events: ['tenant.suspended', 'tenant.resumed'],
      table: { STANDING: ['get', 'put'] },
    },
  },
});
