/** An operator onboards a company; its cell makes settings, calendar, first admin and a sample plan. */
import { type Json, Client } from '../../../infra/cli/client.ts';
import { Customer } from '../customer.ts';
import { COMPANY, operator } from '../../kit/platform.ts';
import type { UseCase } from '../use-case.ts';

export const onboarding: UseCase = {
  name: 'onboarding',
  async stage(scene) {
    const { at, name } = scene;
    const { token } = await operator(scene);
    const platform = new Customer(scene, at.control, token);
    const idTokens = new Client(String(at.signIn));
    let tenant = '';
    let admin = new Customer(scene, at.api);
    return {
      async act() {
        const wanted = { ...COMPANY, name };
        ({ id: tenant } = await platform.post<{ id: string }>('/v1/tenants', wanted, `onboard ${name}`));
        await scene.rest();
        const { idToken } = await idTokens.post<{ idToken: string }>('', { email: COMPANY.admin.email });
        const asked = { grant: 'id-token', idToken, tenant };
        const session = await new Customer(scene, at.issuer).post<{ token: string }>('/v1/token', asked);
        admin = new Customer(scene, at.api, session.token);
        await admin.get('/v1/settings');
      },
      async look() {
        const { status } = await platform.get<Json>(`/v1/tenants/${tenant}`);
        const again = await platform.post<Json>('/v1/tenants', { ...COMPANY, name }, `onboard ${name}`);
        const periods = await admin.list<Json>('/v1/periods');
        const plans = await admin.list<Json>('/v1/plans');
        const { name: _name, ...settings } = await admin.get<Json>('/v1/settings');
        return {
          status,
          isSameTenant: again['id'] === tenant,
          settings,
          people: (await admin.list<Json>('/v1/people')).map((person) => person['name']),
          periods: periods.map((period) => [period['id'], period['status']]),
          plans: plans.map((plan) => [plan['name'], plan['version']]),
        };
      },
    };
  },
};
