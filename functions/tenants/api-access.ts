/** Lambda: the HTTP routes of access: an admin gives people logins and machines keys. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { idFrom, KeyId, PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Email, Name } from '../../shared/kernel/text.ts';
import { hashOfKey } from '../../shared/sign-in/key-hash.ts';
import { LoginId, loginIdOf } from './login.ts';
import { MachineKey, writeKey } from './machine-key.ts';
import { tenants } from './module.ts';
import {
  addLogin,
  listKeys,
  listLogins,
  Login,
  loginById,
  removeKey,
  removeLogin,
  saveKey,
  TenantRoles,
} from './store.ts';

export const routes = {
  'POST /v1/keys': route({
    summary: 'Make a key for a machine; it is shown this once and never again',
    description: 'A repeated request is answered without the key: delete it and make another.',
    idempotent: true,
    shownOnce: ['key'],
    body: z.strictObject({ name: Name, roles: TenantRoles }),
    reply: MachineKey.extend({ key: z.string().nullable() }),
    status: 201,
    async run({ caller, table, body, now, newId }) {
      const id = KeyId.parse(newId('key'));
      const key = writeKey(caller.tenant, id, idFrom('', randomBytes(32)).slice(1));
      const made: MachineKey = { id, ...body, createdAt: now };
      await saveKey(table, { ...made, hash: await hashOfKey(key) });
      return { ...made, key };
    },
  }),

  'GET /v1/keys': listRoute({
    summary: 'The keys of machines, without their secrets',
    reply: MachineKey,
    run: ({ table, page }) => listKeys(table, page),
  }),

  'DELETE /v1/keys/{key}': route({
    summary: 'Take a key away; tokens that were given for it live for at most 15 minutes more',
    path: z.object({ key: KeyId }),
    reply: z.object({ id: KeyId, deleted: z.literal(true) }),
    async run({ table, path }) {
      await removeKey(table, path.key);
      return { id: path.key, deleted: true as const };
    },
  }),

  'POST /v1/logins': route({
    summary: 'Let the holder of an e-mail address sign in as a person',
    description: 'To give other roles, delete the login and make it again. The address is not kept.',
    body: z.strictObject({ email: Email, person: PersonId, roles: TenantRoles }),
    reply: Login,
    status: 201,
    async run({ table, body: { email, person, roles }, now }) {
      const wanted: Login = { id: loginIdOf(email), person, roles, createdAt: now };
      const login = await addLogin(table, wanted);
      if (login.person !== person || login.roles.join() !== roles.join()) {
        refuse('conflict', 'login.exists', 'This address can sign in already, otherwise.', '/email');
      }
      return login;
    },
  }),

  'GET /v1/logins': listRoute({
    summary: 'Who can sign in, and as what',
    reply: Login,
    run: ({ table, page }) => listLogins(table, page),
  }),

  'DELETE /v1/logins/{login}': route({
    summary: 'Take a login away; tokens that were given for it live for at most 15 minutes more',
    path: z.object({ login: LoginId }),
    reply: z.object({ id: LoginId, deleted: z.literal(true) }),
    async run({ caller, table, path }) {
      const login = await loginById(table, path.login);
      if (!login) refuse('missing', 'not-found', 'There is no such login.');
      if (login.person === caller.principal) {
        refuse('conflict', 'login.own', 'Nobody can lock themselves out: ask another admin.');
      }
      await removeLogin(table, path.login);
      return { id: path.login, deleted: true as const };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(tenants, 'api-access', routes);
