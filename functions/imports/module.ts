import { defineModule } from '../../shared/module.ts';

/** Imports: files of people, quotas, deals and more, tried, applied and counted row by row. */
export const imports = defineModule({
  name: 'imports',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'POST /v1/imports': 'import:write',
        'POST /v1/imports/{import}/address': 'import:write',
        'GET /v1/imports': 'import:read',
        'GET /v1/imports/{import}': 'import:read',
        'POST /v1/imports/{import}/start': 'import:write',
        'GET /v1/imports/{import}/rejects': 'import:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        IMPORT: ['get', 'put'],
        IMPORTS: ['query'],
        CONNS: ['get'],
      },
      blobs: ['get', 'put'],
      sends: ['imports/on-import-due'],
      cursors: true,
    },
    'on-import-due': {
      table: {
        IMPORT: ['get', 'put'],
        IMPORTED: ['get', 'put', 'update'],
        SETTINGS: ['get'],
        PERSON: ['get', 'put'],
        ORG: ['query', 'put'],
        HIERARCHIES: ['query'],
        TERR: ['get', 'put'],
        FX: ['query', 'put'],
        PLANS: ['query'],
        PLAN: ['get', 'batchGet', 'put'],
        ENROL: ['query', 'put'],
        PERIODS: ['query', 'check'],
        QUOTAS: ['query', 'put'],
        CREDIT: ['get', 'put'],
        DEAL: ['batchGet', 'update'],
      },
      blobs: ['get', 'put'],
      sends: ['imports/on-import-due'],
      timeoutSeconds: 300,
      memoryMb: 1024,
    },
  },
});
