/** Customer companies: their registry, who may sign in for them, and the tokens of the platform. */
import { defineModule } from '../../shared/module.ts';

export const tenants = defineModule({
  name: 'tenants',
  plane: 'control',
  functions: {
    api: {
      routes: {
        'POST /v1/tenants': 'tenant:create',
        'GET /v1/tenants': 'tenant:list',
        'GET /v1/tenants/{tenant}': 'tenant:read',
        'POST /v1/tenants/{tenant}/suspend': 'tenant:suspend',
        'POST /v1/tenants/{tenant}/resume': 'tenant:suspend',
      },
      directory: { TENANTS: ['get', 'put', 'query', 'update'], IDEM: ['get', 'put'] },
      table: { LOGINS: ['put'], STANDING: ['get', 'put'], RATE: ['update'] },
      cursors: true,
      readsCells: true,
    },
    'api-access': {
      routes: {
        'POST /v1/keys': 'access:grant',
        'GET /v1/keys': 'access:read',
        'DELETE /v1/keys/{key}': 'access:grant',
        'POST /v1/logins': 'access:grant',
        'GET /v1/logins': 'access:read',
        'DELETE /v1/logins/{login}': 'access:grant',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        KEYS: ['get', 'put', 'query', 'update', 'delete'],
        LOGINS: ['get', 'put', 'query', 'update', 'delete'],
        IDEM: ['get', 'put'],
      },
      cursors: true,
      hashesKeys: true,
    },
    'api-sign-in': {
      routes: {
        'POST /v1/token': 'public',
        'GET /.well-known/openid-configuration': 'public',
        'GET /.well-known/jwks.json': 'public',
      },
      directory: { TENANTS: ['get'] },
      table: { KEYS: ['get'], LOGINS: ['get'] },
      signs: ['sign', 'publicKey'],
      hashesKeys: true,
      signsIn: true,
      readsCells: true,
    },
    'on-tenant-prepared': {
      events: ['tenant.prepared'],
      directory: { TENANTS: ['update'] },
    },
  },
});
