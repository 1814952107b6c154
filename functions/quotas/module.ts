/** Quotas: what is asked of a person in a period; and results that are recorded and not sold. */
import { defineModule } from '../../shared/module.ts';

export const quotas = defineModule({
  name: 'quotas',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'PUT /v1/people/{person}/quotas/{period}': 'quota:assign',
        'GET /v1/people/{person}/quotas/{period}': 'quota:read',
        'POST /v1/people/{person}/quotas/{period}/reliefs': 'quota:assign',
        'GET /v1/periods/{period}/quotas': 'quota:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        QUOTAS: ['get', 'put', 'query'],
        PERIODS: ['query', 'check'],
        ORG: ['query'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
    'api-annual': {
      routes: {
        'POST /v1/people/{person}/annual-quotas': 'quota:assign',
        'GET /v1/people/{person}/annual-quotas/{year}': 'quota:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        QUOTAS: ['batchGet', 'put'],
        PERIODS: ['query', 'check'],
        ORG: ['query'],
        SETTINGS: ['get'],
      },
    },
    'api-results': {
      routes: {
        'PUT /v1/people/{person}/results/{period}': 'result:record',
        'GET /v1/people/{person}/results/{period}': 'result:read',
        'GET /v1/periods/{period}/results': 'result:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        RESULTS: ['get', 'put', 'query'],
        PERIODS: ['query', 'check'],
        ORG: ['query'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
  },
});
