import { defineModule } from '../../shared/module.ts';

/** Sweep: what the table holds and nobody was told of, as after an outage of its stream, is told again. */
export const sweep = defineModule({
  name: 'sweep',
  plane: 'cell',
  functions: {
    'cron-sweep': {
      every: '15 minutes',
      directory: { DUE: ['query'] },
      sends: ['sweep/on-sweep-due', 'audit/on-seal-due'],
    },
    'on-sweep-due': {
      table: {
        SETTINGS: ['get'],
        PERIODS: ['query', 'update'],
        CONNS: ['query'],
        IN: ['query', 'update'],
        DEAL: ['batchGet', 'update'],
        CREDIT: ['query'],
        RUNS: ['query'],
        RUN: ['update'],
        PUB: ['query', 'update'],
        REOPEN: ['query', 'update'],
      },
      blobs: ['get'],
      timeoutSeconds: 300,
      memoryMb: 1024,
    },
  },
});
