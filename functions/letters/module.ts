import { defineModule } from '../../shared/module.ts';

/** Plan letters: what a plan says to one payee, and their signed acceptance of it. Pay never waits for one. */
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
      },
    },
  },
});
