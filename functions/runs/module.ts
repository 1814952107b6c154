import { defineModule } from '../../shared/module.ts';

/** Runs: what every payee of a period has earned, calculated from pinned inputs and published at once. */
export const runs = defineModule({
  name: 'runs',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'POST /v1/runs': 'run:start',
        'GET /v1/runs': 'run:read',
        'GET /v1/runs/{run}': 'run:read',
        'GET /v1/runs/{run}/payees': 'run:read',
        'POST /v1/people/{person}/estimate': 'statement:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        RUN: ['get', 'query', 'put'],
        RUNS: ['query'],
        PERIODS: ['query'],
        SETTINGS: ['get'],
        ORG: ['query'],
        QUOTAS: ['query'],
        ENROL: ['query'],
        PLAN: ['batchGet'],
        CREDIT: ['query'],
        ADJ: ['query'],
        PUB: ['query'],
      },
      cursors: true,
    },
    'on-period-calculating': {
      events: ['period.calculating'],
      directory: { DUE: ['put'] },
    },
    'cron-run-commissions': {
      every: '15 minutes',
      directory: { DUE: ['query', 'delete'] },
      sends: ['runs/on-run-due'],
    },
    'on-run-due': {
      table: { RUN: ['get', 'put', 'update'], PERIODS: ['query'], PUB: ['query'] },
    },
    'on-run-published': {
      events: ['run.published'],
      table: { RUN: ['get', 'put', 'update'], PERIODS: ['query'], PUB: ['query'] },
    },
    'on-run-started': {
      events: ['run.started'],
      table: {
        RUN: ['get', 'query', 'put', 'update'],
        PUB: ['get', 'query', 'put'],
        ADJ: ['query'],
        PERIODS: ['query'],
        SETTINGS: ['get'],
        ORG: ['query'],
        QUOTAS: ['query'],
        ENROL: ['query'],
        PLAN: ['batchGet'],
        CREDIT: ['query'],
      },
      sends: ['runs/on-payee-due'],
      timeoutSeconds: 300,
      memoryMb: 1024,
    },
    'on-payee-due': {
      table: {
        RUN: ['get', 'query', 'put', 'update'],
        PAY: ['put'],
        PUB: ['get', 'put'],
        CREDIT: ['query'],
      },
      memoryMb: 1024,
    },
  },
});
