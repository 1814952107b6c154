/** The audit trail of the registry: companies, logins and keys. The same as that of a cell. */
import { defineModule } from '../../shared/module.ts';

export const registryAudit = defineModule({
  name: 'registry-audit',
  plane: 'control',
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
      directory: { DUE: ['query', 'delete'], TENANTS: ['query'] },
      sends: ['registry-audit/on-seal-due'],
    },
    'on-seal-due': {
      table: { AUDIT: ['query', 'delete'], CHAIN: ['query', 'put'] },
    },
  },
});
