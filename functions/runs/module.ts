import { defineModule } from '../../shared/module.ts';
import { calculation } from './workflow-calculation.ts';

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
        'GET /v1/people/{person}/payout-curve': 'statement:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        RUN: ['get', 'query', 'put', 'update'],
        RUNS: ['query'],
        PERIODS: ['query'],
        SETTINGS: ['get'],
        ORG: ['query'],
        TEAMS: ['query'],
        QUOTAS: ['query'],
        RESULTS: ['query'],
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
      table: { RUN: ['put'], PERIODS: ['query'], PUB: ['query'] },
    },
    'on-run-published': {
      events: ['run.published'],
      table: { RUN: ['put'], PERIODS: ['query'], PUB: ['query'] },
    },
    'on-run-started': {
      events: ['run.started'],
      table: { RUN: ['get'] },
      starts: ['runs/calculation'],
    },
    'step-pin-run': {
      table: {
        RUN: ['get', 'query', 'put', 'update'],
        PUB: ['query'],
        ADJ: ['query'],
        PERIODS: ['query'],
        SETTINGS: ['get'],
        ORG: ['query'],
        TEAMS: ['query'],
        QUOTAS: ['query'],
        RESULTS: ['query'],
        ENROL: ['query'],
        PLAN: ['batchGet'],
        CREDIT: ['query'],
        FX: ['query'],
      },
      timeoutSeconds: 900,
      memoryMb: 1024,
    },
    'step-calculate-shard': {
      table: {
        RUN: ['get', 'query', 'put'],
        PAY: ['put'],
        CREDIT: ['query'],
      },
      timeoutSeconds: 900,
      // A million deals take some 600 MB, most of it while pages become columns.
      memoryMb: 1024,
    },
    'step-finish-run': {
      table: { RUN: ['get', 'query', 'put', 'update'], PUB: ['get', 'put'] },
      timeoutSeconds: 300,
    },
    'step-fail-run': {
      table: { RUN: ['get', 'update'] },
    },
  },
  workflows: { calculation },
});
