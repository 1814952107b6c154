/** People of a company, who reports to whom on which day, and who belongs together in teams. */
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
        'GET /v1/hierarchies': 'person:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        PERSON: ['get', 'put'],
        PEOPLE: ['query'],
        ORG: ['query', 'put'],
        HIERARCHIES: ['query'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
    'api-teams': {
      routes: {
        'GET /v1/teams': 'person:read',
        'GET /v1/teams/{team}': 'person:read',
        'GET /v1/teams/{team}/members/{person}': 'person:read',
        'PUT /v1/teams/{team}/members/{person}': 'person:write',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        TEAMS: ['query', 'put'],
        ORG: ['query'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
    'on-tenant-created': {
      events: ['tenant.created'],
      table: { PERSON: ['put'], ORG: ['query', 'put'] },
    },
  },
});
