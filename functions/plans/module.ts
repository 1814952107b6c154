/** Plans: how people are paid, as documents with versions, and who is enrolled in which. */
import { defineModule } from '../../shared/module.ts';

export const plans = defineModule({
  name: 'plans',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'POST /v1/plans': 'plan:write',
        'GET /v1/plans': 'plan:read',
        'GET /v1/plans/{plan}': 'plan:read',
        'POST /v1/plans/{plan}/versions': 'plan:write',
        'GET /v1/plans/{plan}/versions/{version}': 'plan:read',
        'GET /v1/plans/{plan}/versions/{version}/text': 'plan:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        PLAN: ['get', 'put'],
        PLANS: ['query'],
        SETTINGS: ['get'],
        IDEM: ['get', 'put'],
      },
      cursors: true,
    },
    'api-enrolments': {
      routes: {
        'POST /v1/enrolments': 'plan:enrol',
        'GET /v1/enrolments': 'plan:read',
        'GET /v1/enrolments/{enrolment}': 'plan:read',
        'PATCH /v1/enrolments/{enrolment}': 'plan:enrol',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        ENROL: ['get', 'put', 'query'],
        PLAN: ['get', 'batchGet', 'put'],
        ORG: ['query'],
        SETTINGS: ['get'],
        IDEM: ['get', 'put'],
      },
      cursors: true,
    },
    'on-tenant-created': {
      events: ['tenant.created'],
      table: { PLAN: ['put'] },
    },
  },
});
