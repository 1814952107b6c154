/** Calendars, and the periods of the one that pays: open, then calculated, then locked. */
import { defineModule } from '../../shared/module.ts';

export const periods = defineModule({
  name: 'periods',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /v1/periods': 'period:read',
        'GET /v1/periods/{period}': 'period:read',
        'POST /v1/periods/{period}/close': 'period:close',
      },
      table: { STANDING: ['get'], RATE: ['update'], PERIODS: ['query', 'put'] },
      cursors: true,
    },
    'api-calendars': {
      routes: {
        'GET /v1/calendars': 'calendar:read',
        'POST /v1/calendars': 'calendar:write',
        'GET /v1/calendars/{calendar}': 'calendar:read',
        'GET /v1/calendars/{calendar}/periods': 'calendar:read',
        'POST /v1/calendars/{calendar}/boundaries': 'calendar:write',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        SETTINGS: ['get', 'update'],
        CALENDARS: ['get', 'query', 'put'],
        PERIODS: ['query', 'put'],
      },
      directory: { DUE: ['put'] },
      cursors: true,
    },
    'on-tenant-created': {
      events: ['tenant.created'],
      table: { PERIODS: ['put'] },
      directory: { DUE: ['put'] },
    },
    'cron-close-periods': {
      every: '15 minutes',
      directory: { DUE: ['query', 'delete'] },
      sends: ['periods/on-close-due'],
    },
    'on-close-due': {
      table: { PERIODS: ['query', 'put'], SETTINGS: ['get'] },
      directory: { DUE: ['put'] },
    },
    'on-run-published': {
      events: ['run.published'],
      table: { PERIODS: ['query', 'put'] },
    },
  },
});
