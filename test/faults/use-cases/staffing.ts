/** People are hired, get a manager in two hierarchies, join a team, and change how the CRM knows them. */
import type { Json } from '../../../infra/cli/client.ts';
import { setUp } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

type Person = Json & { readonly id: string; readonly name: string };

export const staffing: UseCase = {
  name: 'staffing',
  async stage(scene) {
    const { admin } = await setUp(scene);
    const people = async () => {
      const listed = await admin.list<Person>('/v1/people', 1);
      return Object.fromEntries(listed.map(({ id, name }) => [name, id]));
    };
    const hire = (name: string, ownerRef: string) =>
      admin.ask('POST', '/v1/people', {
        body: { name, email: `${name.toLowerCase()}@acme.example`, ownerRefs: [ownerRef] },
        done: 'person.exists',
      });
    return {
      async act() {
        await hire('Mia', 'u-mia');
        await hire('Ana', 'u-ana');
        const { Ana, Mia } = await people();
        await admin.put(`/v1/people/${Ana}/manager`, { manager: Mia, from: '2026-01-01' });
        const product = { manager: Mia, from: '2026-01-01', hierarchy: 'product' };
        await admin.put(`/v1/people/${Ana}/manager`, product);
        await admin.put(`/v1/teams/north/members/${Ana}`, { from: '2026-01-01' });
        const change = { ownerRefs: ['u-ana', 'ana@crm'] };
        await admin.patch(`/v1/people/${Ana}`, change);
      },
      async look() {
        const { Ana, Mia, ...others } = await people();
        const { lines } = await admin.get<{ lines: Json[] }>(`/v1/people/${Ana}/line`);
        const inProduct = await admin.get<{ lines: Json[] }>(`/v1/people/${Ana}/line?hierarchy=product`);
        const { members } = await admin.get<{ members: Json[] }>('/v1/teams/north');
        const { ownerRefs } = await admin.get<Json>(`/v1/people/${Ana}`);
        return {
          others: Object.keys(others),
          lines: lines.map(({ manager, from, to }) => [manager === Mia, from, to]),
          inProduct: inProduct.lines.map(({ manager }) => manager === Mia),
          members: members.map(({ name }) => name),
          ownerRefs,
        };
      },
    };
  },
};
