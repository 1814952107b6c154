import { defineModule } from '../../shared/module.ts';
import { INPUTS_READ } from '../runs/module.ts';

/** Milestones: whoever reaches half, nine tenths or all of a quota is told so, once. */
export const milestones = defineModule({
  name: 'milestones',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /v1/people/{person}/notices': 'statement:read',
      },
      table: { STANDING: ['get'], RATE: ['update'], ORG: ['query'], NOTICES: ['query'] },
      cursors: true,
    },
    'cron-look-for-milestones': {
      every: '15 minutes',
      directory: { DUE: ['query'] },
      sends: ['milestones/on-milestones-due'],
    },
    'on-milestones-due': {
      table: {
        ...INPUTS_READ,
        REOPEN: ['query'],
        BRANCH: ['query'],
        NOTICES: ['batchGet', 'put'],
      },
      timeoutSeconds: 300,
      memoryMb: 1024,
    },
  },
});
