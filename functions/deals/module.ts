/** What deploys of deals: from received webhooks to deals, and from deals to the credits of a period. */
import { defineModule } from '../../shared/module.ts';

export const deals = defineModule({
  name: 'deals',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /v1/deals/{deal}': 'deal:read',
        'GET /v1/connectors/{connector}/reconciliation': 'connector:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        DEAL: ['get', 'batchGet'],
        IMPORTED: ['get'],
        CREDIT: ['get'],
        IN: ['query'],
        CONNS: ['get'],
        SETTINGS: ['get'],
      },
      blobs: ['get'],
    },
    'api-overrides': {
      routes: {
        'PUT /v1/deals/{deal}/credit-override': 'deal:credit',
        'GET /v1/deals/{deal}/credit-override': 'deal:read',
        'DELETE /v1/deals/{deal}/credit-override': 'deal:credit',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        DEAL: ['get', 'update'],
        IMPORTED: ['get'],
        SETTINGS: ['get'],
        ORG: ['query'],
        PERIODS: ['query'],
        CREDIT: ['get', 'query'],
      },
    },
    'on-webhook-received': {
      events: ['webhook.received'],
      table: { IN: ['get', 'update', 'check'], SETTINGS: ['get'], ORG: ['query'], DEAL: ['update'] },
      blobs: ['get'],
    },
    'on-deal-changed': {
      events: ['deal.changed'],
      batch: { size: 100, windowSeconds: 1 },
      table: {
        DEAL: ['batchGet', 'update'],
        IMPORTED: ['get', 'update'],
        SETTINGS: ['get'],
        PERIODS: ['query', 'check'],
        CREDIT: ['get', 'query', 'put'],
        FX: ['query'],
        IN: ['update'],
      },
      timeoutSeconds: 60,
      memoryMb: 1024,
    },
    'on-period-split': {
      events: ['period.split'],
      table: { CREDIT: ['query'], DEAL: ['update'] },
      timeoutSeconds: 300,
    },
  },
});
