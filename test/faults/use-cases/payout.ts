/** The schedule closes a month, runs its commissions, publishes and locks; statements explain themselves. */
import type { Client, Json } from '../../../infra/cli/client.ts';
import { COMMISSION, enrolled, setQuota, type Statement } from '../../kit/paying.ts';
import { creditsOf, managersPay, type Said, sellersPay } from '../model.ts';
import { readPay } from '../reading.ts';
import { messageOf, reconciled, sendUntilTaken, setUp, staff, tick } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const MONTH = '2026-m01';
/** Past the day on which a calendar that begins on 1 February closes January, before that of February. */
const CLOSING = '2026-03-03T00:00:00.000Z';
const RUNNING = '2026-03-03T00:15:00.000Z';
const QUOTA_MINOR = 1_000_000n;

/** Ana: 8,000 + 6,000 + 1,000 = 15,000 of 10,000 pay 1,875. Ben: 3,000 pay 300. Mia: 1 % of 18,000 is 180. */
const SAID: readonly Said[] = [
  { record: 'a1', day: 5, what: 'won', amount: 8_000, status: 'won', owner: 'Ana' },
  { record: 'a2', day: 9, what: 'won', amount: 6_000, status: 'won', owner: 'Ana' },
  { record: 'a2', day: 14, what: 'amended', amount: 7_000 },
  { record: 'b1', day: 15, what: 'won', amount: 5_000, status: 'won', owner: 'Ben' },
  { record: 'b1', day: 19, what: 'lost', status: 'lost' },
  { record: 'b2', day: 20, what: 'won', amount: 3_000, status: 'won', owner: 'Ben' },
];
/** Heard of once the month is locked: the next one makes it good, and January's statements stand. */
const LATE: Said = { record: 'b2', day: 21, what: 'lost', status: 'lost' };
const RECORDS = ['a1', 'a2', 'b1', 'b2'];

export const payout: UseCase = {
  name: 'payout',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene);
    const people = await employed(api);
    for (const said of SAID) await sendUntilTaken(company, scene, messageOf(said));
    await scene.host.idle();
    const statement = (name: string) =>
      admin.get<Statement>(`/v1/people/${people[name]}/statements/${MONTH}`);
    const run = async () =>
      (await api.list<Json>('/v1/runs')).map(({ status, summary }) => [status, summary]);
    return {
      async act() {
        await tick(scene, 'periods/cron-close-periods', CLOSING);
        await scene.rest();
        await tick(scene, 'runs/cron-run-commissions', RUNNING);
        await scene.rest();
        const { lines } = await statement('Ana');
        const of = `/v1/people/${people['Ana']}/statements/${MONTH}/lines/${lines.length}/explanation`;
        requireProof(await admin.get(of));
        await sendUntilTaken(company, scene, messageOf(LATE));
        await scene.rest();
      },
      async look() {
        const pay: Json = {};
        for (const name of Object.keys(people)) {
          pay[name] = readPay(await statement(name), company.connector.id, RECORDS);
        }
        return {
          pay,
          run: await run(),
          month: (await api.get<Json>(`/v1/periods/${MONTH}`))['status'],
          counts: await reconciled(api, company.connector.id, SAID.length + 1),
        };
      },
      model: {
        pay: modelPay(),
        run: [['published', { period: MONTH, kind: 'final' }]],
        month: 'locked',
        counts: { applied: SAID.length + 1, quarantined: 0 },
      },
    };
  },
};

function modelPay(): Json {
  const credits = creditsOf(SAID);
  return {
    Mia: managersPay(credits),
    Ana: sellersPay(credits, 'Ana', QUOTA_MINOR),
    Ben: sellersPay(credits, 'Ben', QUOTA_MINOR),
  };
}

/** Two sellers with quotas and their manager, each enrolled. */
async function employed(api: Client): Promise<Record<string, string>> {
  const people = await staff(api, 'Mia', 'Ana', 'Ben');
  const sellers = [people['Ana'], people['Ben']].map(String);
  const components = [COMMISSION];
  await enrolled(api, sellers, { name: 'Sellers', period: 'month', components });
  const { mode: _, bands: __, ...base } = COMMISSION;
  const override = { ...base, kind: 'flat-rate', rate: '0.01' };
  await enrolled(api, [String(people['Mia'])], {
    name: 'Managers',
    period: 'month',
    measures: [{ id: 'bookings', credits: 'rollUp' }],
    components: [override],
  });
  for (const person of sellers) {
    await api.put(`/v1/people/${person}/manager`, { manager: people['Mia'], from: '2026-01-01' });
    await setQuota(api, person, MONTH, String(QUOTA_MINOR));
  }
  return people;
}

type Explanation = {
  readonly events: readonly { readonly signature: { readonly verified: boolean } }[];
  readonly arithmetic: readonly { readonly amountMinor: string }[];
  readonly amountMinor: string;
};

function requireProof({ events, arithmetic, amountMinor }: Explanation): void {
  const isProven = events.length > 0 && events.every(({ signature }) => signature.verified);
  const sum = arithmetic.reduce((total, step) => total + BigInt(step.amountMinor), 0n);
  if (!isProven || String(sum) !== amountMinor) throw new Error('the explanation proves nothing');
}
