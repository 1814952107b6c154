/** Quotas: what is asked of a person in a period. */
import { defineModule } from '../../shared/module.ts';

export const quotas = defineModule({
  name: 'quotas',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'PUT /v1/people/{person}/quotas/{period}': 'quota:assign',
        'GET /v1/people/{person}/quotas/{period}': 'quota:read',
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
  },
});
