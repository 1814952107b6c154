/** The audit trail of a cell: who changed what and why, sealed so that no change of it stays unseen. */
import { defineModule } from '../../shared/module.ts';

export const audit = defineModule({
  name: 'audit',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /v1/audit': 'audit:read',
        'GET /v1/audit/export': 'audit:read',
        'GET /v1/audit/head': 'audit:read',
      },
      table: { STANDING: ['get'], RATE: ['update'], CHAIN: ['query'] },
      cursors: true,
    },
    'stream-record': {
      stream: 'with removals',
      batch: { size: 500, windowSeconds: 60 },
      table: { AUDIT: ['put'] },
      directory: { DUE: ['put'] },
    },
    'cron-seal-audit': {
      every: '15 minutes',
      directory: { DUE: ['query', 'delete'] },
      sends: ['audit/on-seal-due'],
    },
    'on-seal-due': {
      timeoutSeconds: 300,
      table: { AUDIT: ['query', 'delete'], CHAIN: ['query', 'put'] },
    },
  },
});
