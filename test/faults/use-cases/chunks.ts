/** A preview of more payees than fit one chunk of totals, as often as one likes: each pays the same. */
import type { Json } from '../../../infra/cli/client.ts';
import { COMMISSION, enrolled, type Run } from '../../kit/paying.ts';
import { Customer } from '../customer.ts';
import type { Said } from '../model.ts';
import { messageOf, sendUntilTaken, setUp, staff, type Scene, type SetUp } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

/** Two more than a chunk holds. */
const PAYEES = 27;
const NAMES = Array.from({ length: PAYEES }, (_, n) => `P${n}`);
const MONTH = '2026-m02';

const WON: readonly Said[] = ['P0', 'P26'].map((owner) => ({
  record: `d-${owner}`,
  day: 12,
  what: 'won',
  amount: 1_000,
  status: 'won',
  owner,
}));

const teams = new WeakMap<object, Promise<SetUp>>();

export const chunks: UseCase = {
  name: 'chunks',
  async stage(scene) {
    // Nothing that a preview leaves behind matters to the next, so one company does for all.
    const team = teams.get(scene.host) ?? employed(scene);
    teams.set(scene.host, team);
    const { company } = await team;
    const admin = new Customer(scene, scene.at.api, (await company.api()).token);
    let run = '';
    return {
      async act() {
        ({ id: run } = await admin.post<{ id: string }>('/v1/runs', { period: MONTH }, scene.name));
        await scene.rest();
      },
      async look() {
        const { status, payees, totalMinor, digest } = await admin.get<Run>(`/v1/runs/${run}`);
        const paid = await admin.list<Json & { totalMinor: string }>(`/v1/runs/${run}/payees`);
        const sum = paid.reduce((total, each) => total + BigInt(each.totalMinor), 0n);
        return { status, payees, totalMinor, digest, listed: paid.length, sum: String(sum) };
      },
      // Ten percent of 1,000.00 for each of the two.
      model: { status: 'calculated', payees: PAYEES, totalMinor: '20000', listed: PAYEES, sum: '20000' },
    };
  },
};

async function employed(scene: Scene): Promise<SetUp> {
  const set = await setUp(scene);
  const { company, api } = set;
  const people = await staff(api, ...NAMES);
  const { mode: _, bands: __, ...base } = COMMISSION;
  const components = [{ ...base, kind: 'flat-rate', rate: '0.10' }];
  await enrolled(api, Object.values(people), { name: 'All', period: 'month', components });
  for (const said of WON) {
    const { body, id } = messageOf(said);
    await sendUntilTaken(company, scene, { id, body: body.replace('2026-01', '2026-02') });
  }
  await scene.host.idle();
  return set;
}
