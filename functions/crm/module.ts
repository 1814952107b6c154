/** What deploys of crm: connectors with their quarantine, and the intake of webhooks. */
import { defineModule } from '../../shared/module.ts';

export const crm = defineModule({
  name: 'crm',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'POST /v1/connectors': 'connector:write',
        'GET /v1/connectors': 'connector:read',
        'GET /v1/connectors/{connector}': 'connector:read',
        'POST /v1/connectors/{connector}/rotate': 'connector:write',
        'GET /v1/connectors/{connector}/quarantine': 'quarantine:read',
        'POST /v1/connectors/{connector}/quarantine/replay': 'quarantine:replay',
        'POST /v1/connectors/{connector}/quarantine/{item}/replay': 'quarantine:replay',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        CONNS: ['get', 'query', 'put'],
        IN: ['update'],
        QUAR: ['query'],
      },
      secrets: ['get', 'put'],
      cursors: true,
    },
    'api-intake': {
      routes: { 'POST /v1/hooks/{connector}': 'public' },
      table: { STANDING: ['get'], IN: ['update'] },
      secrets: ['get'],
      blobs: ['put'],
    },
  },
});
