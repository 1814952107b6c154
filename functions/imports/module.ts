import { defineModule } from '../../shared/module.ts';

/** Imports: files of people, quotas, deals and more, tried, applied and counted row by row; and out again. */
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
    'api-exports': {
      routes: {
        'POST /v1/exports': 'export:create',
        'GET /v1/exports/{export}': 'export:create',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        EXPORT: ['get', 'put'],
        CONNS: ['get'],
      },
      blobs: ['get'],
      sends: ['imports/on-export-due'],
    },
    'on-export-due': {
      table: {
        EXPORT: ['get', 'put'],
        SETTINGS: ['get'],
        ORG: ['get'],
        PERSON: ['batchGet'],
        PERIODS: ['query'],
        QUOTAS: ['query'],
        CREDIT: ['query'],
        DEALS: ['query'],
        DEAL: ['batchGet'],
        PLANS: ['query'],
        ENROL: ['query'],
      },
      blobs: ['put'],
      timeoutSeconds: 300,
      memoryMb: 2048,
    },
    'on-import-due': {
      table: {
        IMPORT: ['get', 'put'],
        IMPORTED: ['get', 'put', 'update'],
        SETTINGS: ['get'],
        ORG: ['get'],
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
