/** An admin gives a person a login and a machine a key, and takes the key away again. */
import type { Json } from '../../../infra/cli/client.ts';
import { Customer } from '../customer.ts';
import { setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

export const access: UseCase = {
  name: 'access',
  async stage(scene) {
    const { at } = scene;
    const { api } = await setUp(scene);
    const people = await staff(api, 'Ana');
    const admin = new Customer(scene, at.control, api.token);
    const login = { email: 'ana@acme.example', person: people['Ana'], roles: ['rep'] };
    return {
      async act() {
        await admin.post('/v1/logins', login);
        const made = { name: 'Export', roles: ['machine'] };
        const kept = await admin.post<{ id: string; key: string | null }>('/v1/keys', made, 'export');
        // A repeated request is answered without the key: who missed it makes another.
        const { key } = kept.key ? kept : await admin.post<{ key: string }>('/v1/keys', made, 'export again');
        const machine = new Customer(scene, at.issuer);
        const session = { grant: 'machine-key', key };
        const { token } = await machine.post<{ token: string }>('/v1/token', session);
        await new Customer(scene, at.api, token).get('/v1/settings');
        if (!kept.key) await admin.ask('DELETE', `/v1/keys/${kept.id}`, { done: 'not-found' });
      },
      async look() {
        const logins = await admin.list<Json>('/v1/logins');
        const keys = await admin.list<Json>('/v1/keys');
        return {
          logins: logins.map((each) => [each['person'] === people['Ana'], each['roles']]).sort(),
          keys: keys.map((each) => [each['name'], each['roles']]),
        };
      },
    };
  },
};
