/** The fiscal calendar: months and quarters that are open, then calculated, then locked. */
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
