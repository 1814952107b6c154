/** People of a company, and who reports to whom on which day. */
import { defineModule } from '../../shared/module.ts';

export const people = defineModule({
  name: 'people',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'POST /v1/people': 'person:write',
        'GET /v1/people': 'person:read',
        'GET /v1/people/{person}': 'person:read',
        'PATCH /v1/people/{person}': 'person:write',
        'PUT /v1/people/{person}/manager': 'person:write',
        'GET /v1/people/{person}/line': 'person:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        PERSON: ['get', 'put'],
        PEOPLE: ['query'],
        ORG: ['get', 'put'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
    'on-tenant-created': {
      events: ['tenant.created'],
      table: { PERSON: ['put'], ORG: ['get', 'put'] },
    },
  },
});
