import { defineModule } from '../../shared/module.ts';

/** The ledger: from what is earned to what is paid, and the adjustments that people make by hand. */
export const ledger = defineModule({
  name: 'ledger',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'POST /v1/people/{person}/adjustments': 'adjustment:propose',
        'GET /v1/people/{person}/adjustments': 'adjustment:read',
        'GET /v1/periods/{period}/adjustments': 'adjustment:read',
        'GET /v1/adjustments/{adjustment}': 'adjustment:read',
        'POST /v1/adjustments/{adjustment}/approve': 'adjustment:approve',
        'POST /v1/adjustments/{adjustment}/reject': 'adjustment:approve',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        ADJ: ['get', 'batchGet', 'query', 'put'],
        ADJOF: ['query'],
        DEAL: ['get'],
        IMPORTED: ['get'],
        PERIODS: ['query', 'check'],
        ORG: ['query'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
  },
});
