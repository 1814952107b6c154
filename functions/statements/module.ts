import { defineModule } from '../../shared/module.ts';

/** Statements: what a payee sees of a published period, line by line, down to the event behind each. */
export const statements = defineModule({
  name: 'statements',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /v1/people/{person}/statements': 'statement:read',
        'GET /v1/people/{person}/ledger': 'statement:read',
        'GET /v1/people/{person}/statements/{period}': 'statement:read',
        'GET /v1/people/{person}/statements/{period}/goals': 'statement:read',
        'GET /v1/people/{person}/statements/{period}/lines/{line}/explanation': 'statement:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        ORG: ['query'],
        PUB: ['get', 'query'],
        PAY: ['get', 'batchGet'],
        RUN: ['get', 'query'],
        CREDIT: ['get', 'query'],
        DEAL: ['get'],
        IMPORTED: ['get'],
        IMPORT: ['get'],
        IN: ['get'],
      },
      secrets: ['get'],
      blobs: ['get'],
      cursors: true,
    },
  },
});
