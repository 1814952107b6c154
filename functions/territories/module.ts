/** Territories: which there are, and who covers which from when to when. */
import { defineModule } from '../../shared/module.ts';

export const territories = defineModule({
  name: 'territories',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'PUT /v1/territories/{territory}': 'territory:write',
        'GET /v1/territories': 'territory:read',
        'GET /v1/territories/{territory}': 'territory:read',
        'GET /v1/territories/{territory}/coverage': 'territory:read',
        'PUT /v1/people/{person}/territories/{territory}': 'territory:write',
        'GET /v1/people/{person}/territories': 'territory:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        TERR: ['get', 'put'],
        ORG: ['query'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
  },
});
