/** A connector is made and its secret rotated; webhooks signed with either are taken. */
import type { Json } from '../../../infra/cli/client.ts';
import { messageOf, pass, reconciled, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

type Made = { readonly id: string; readonly path: string; readonly secret: string | null };

const WON = [4, 5].map(
  (day) => ({ record: `d${day}`, day, what: 'won', amount: 10, status: 'won', owner: 'Ana' }) as const,
);

/** Longer than an instance keeps the secrets that it has read. */
const KEPT_MS = 31_000;

export const connector: UseCase = {
  name: 'connector',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene);
    await staff(api, 'Ana');
    let made: Made | undefined;
    return {
      async act() {
        const wanted = { name: 'Second CRM', provider: 'standard' };
        const { id, path, secret } = await admin.post<Made>('/v1/connectors', wanted, 'second');
        const rotate = async (key: string) => {
          const path = `/v1/connectors/${id}/rotate`;
          return (await admin.post<{ secret: string }>(path, {}, key)).secret;
        };
        // Whoever missed the answer to the first request asks for another secret.
        const first = secret ?? (await rotate('first'));
        const of = { ...company, connector: { id, url: scene.at.api + path, secret: first } };
        const [one, other] = WON.map(messageOf);
        if (one) await sendUntilTaken(of, scene, one);
        const second = await rotate('second');
        await pass(scene, KEPT_MS);
        if (one) await sendUntilTaken(of, scene, one);
        if (other) await sendUntilTaken(of, scene, other, second);
        await scene.rest();
        made = { id, path, secret };
      },
      async look() {
        const connectors = await admin.list<Json>('/v1/connectors', 1);
        return {
          connectors: connectors.map(({ name }) => name).sort(),
          counts: await reconciled(api, String(made?.id), 3),
        };
      },
    };
  },
};
