import { defineModule } from '../../shared/module.ts';

/** Plan letters: what a plan says to one payee, and their acceptance, of which they are reminded. */
export const letters = defineModule({
  name: 'letters',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /v1/enrolments/{enrolment}/letter': 'plan:read',
        'POST /v1/enrolments/{enrolment}/letter/acceptance': 'letter:accept',
        'GET /v1/plans/{plan}/versions/{version}/acceptances': 'acceptance:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        ENROL: ['get', 'query'],
        PLAN: ['get'],
        ORG: ['query'],
        SETTINGS: ['get'],
        LETTERS: ['get', 'query', 'put'],
        UNSIGNED: ['get', 'query'],
      },
    },
    'cron-look-for-letters': {
      every: '15 minutes',
      directory: { DUE: ['query'] },
      sends: ['letters/on-letters-due'],
    },
    'on-letters-due': {
      table: {
        SETTINGS: ['get'],
        ORG: ['query'],
        ENROL: ['query'],
        LETTERS: ['query'],
        UNSIGNED: ['query', 'put'],
      },
      timeoutSeconds: 300,
    },
  },
});
