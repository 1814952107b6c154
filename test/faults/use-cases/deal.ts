/** A deal is created, won, won again by a repeated webhook, amended and lost; another stays won. */
import type { Json } from '../../../infra/cli/client.ts';
import { creditsOf, type Credited, type Said } from '../model.ts';
import { dealsOf } from '../reading.ts';
import { messageOf, reconciled, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

export const STORY: readonly Said[] = [
  { record: 'd1', day: 5, what: 'created', amount: 500, status: 'open', owner: 'Ana' },
  { record: 'd1', day: 9, what: 'won', status: 'won' },
  { record: 'd2', day: 10, what: 'won', amount: 300, status: 'won', owner: 'Ben' },
  { record: 'd1', day: 14, what: 'amended', amount: 700 },
  { record: 'd1', day: 20, what: 'lost', status: 'lost' },
];

export const deal: UseCase = {
  name: 'deal',
  async stage(scene) {
    const { company, api } = await setUp(scene);
    const people = await staff(api, 'Ana', 'Ben');
    return {
      async act() {
        for (const said of STORY) await sendUntilTaken(company, scene, messageOf(said));
        const [, won] = STORY;
        if (won) await sendUntilTaken(company, scene, messageOf(won));
        await scene.rest();
      },
      look: async () => ({
        counts: await reconciled(api, company.connector.id, STORY.length + 1),
        credits: await dealsOf(api, company.connector.id, people, ['d1', 'd2']),
      }),
      model: {
        counts: { applied: STORY.length, quarantined: 0 },
        credits: shown(creditsOf(STORY)),
      },
    };
  },
};

/** By day, as the API tells it. */
export const shown = (credits: readonly Credited[]): Json[] =>
  credits
    .map(({ record, day, owner, minor }) => ({ record, day, person: owner, amountMinor: String(minor) }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
