import { type Access, defineModule } from '../../shared/module.ts';
import { calculation } from './workflow-calculation.ts';

/** What `gatherInputs` reads, of every module upstream: a part of the rights of whoever asks it. */
export const INPUTS_READ = {
  SETTINGS: ['get'],
  PERIODS: ['query'],
  ORG: ['query'],
  TEAMS: ['query'],
  QUOTAS: ['query'],
  RESULTS: ['query'],
  ENROL: ['query'],
  PLAN: ['batchGet'],
  CREDIT: ['query'],
  ADJ: ['query'],
  RUN: ['query'],
  PUB: ['query'],
} as const satisfies Access;

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
        ...INPUTS_READ,
        RUN: ['get', 'query', 'put', 'update'],
        RUNS: ['query'],
        REOPEN: ['query'],
        BRANCH: ['query'],
      },
      cursors: true,
    },
    'api-reopenings': {
      routes: {
        'POST /v1/periods/{period}/reopenings': 'reopening:ask',
        'GET /v1/periods/{period}/reopenings': 'reopening:read',
        'GET /v1/reopenings/{reopening}': 'reopening:read',
        'GET /v1/reopenings/{reopening}/differences': 'reopening:read',
        'POST /v1/reopenings/{reopening}/approve': 'reopening:approve',
        'POST /v1/reopenings/{reopening}/reject': 'reopening:approve',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        IDEM: ['get', 'put'],
        REOPEN: ['get', 'batchGet', 'query', 'put', 'check'],
        REOPENOF: ['query'],
        BRANCH: ['query'],
        PERIODS: ['query', 'check'],
      },
      cursors: true,
    },
    'on-reopening-asked': {
      events: ['reopening.asked'],
      table: {
        ...INPUTS_READ,
        REOPEN: ['get', 'query', 'put'],
        BRANCH: ['query', 'put'],
        FX: ['query'],
      },
      timeoutSeconds: 900,
      memoryMb: 1024,
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
        ...INPUTS_READ,
        RUN: ['get', 'query', 'put', 'update'],
        FX: ['query'],
        REOPEN: ['query'],
        BRANCH: ['query'],
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
