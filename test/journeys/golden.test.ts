/** All golden cases through the public API of a running platform: the schedule closes, and statements tell. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../../functions/runs/cases/difference.ts';
import { Client, type Json } from '../../infra/cli/client.ts';
import { pushPlan } from '../../infra/cli/plan/push.ts';
import { refusalOf, sideBySide } from '../kit/asking.ts';
import {
  askEstimates,
  casesIn,
  messagesOf,
  outcomeOf,
  tell,
  tellOtherwise,
  titleOf,
  type Told,
} from '../kit/golden.ts';
import { runOf, statementOf, sum } from '../kit/paying.ts';
import { closeBySchedule, type Company, hire, onboard, platformFrom } from '../kit/platform.ts';
import { badPlansJourney } from './bad-plans.ts';
import type { Ground } from './ground.ts';

const EXAMPLE = 'test/golden/plans/account-executives';
/** What the schedule closes; of later periods a preview is read. */
const CLOSED = ['m01', 'm02', 'm03', 'q1', 'm04', 'm05', 'm06', 'q2'].map((name) => `2026-${name}`);

const all = casesIn(['test/golden/pay', 'test/golden/worked', EXAMPLE]);
const told = all.filter(({ golden }) => !golden.refused);
const refused = all.filter(({ golden }) => golden.refused);

const platform = platformFrom('2026-03-31T08:00:00Z');
let company: Company;
let api: Client;
const previews = new Map<string, string>();

const ground: Ground = {
  platform,
  get company() {
    return company;
  },
  get api() {
    return api;
  },
};

beforeAll(async () => {
  company = await onboard(platform.current);
  api = await company.api();
  await sideBySide(told, 6, (one) => tell(api, one));
  await hear('in time');
  await sideBySide(told, 4, (one) => askEstimates(api, one));
});

describe('plans as code', () => {
  it('a plan is pushed once, and again only when the document says something else', async () => {
    const named = (text: string) => text.replace(/name: Acc.*/, 'name: Pushed');
    const folder = folderWith(named);
    const first = await pushPlan(api, folder);
    expect(first).toMatchObject({ version: 1, became: 'a new plan', warnings: [] });
    expect(await pushPlan(api, folder)).toEqual({ ...first, became: 'nothing new' });
    const dearer = folderWith((text) => named(text).replace('rate: 0.15', 'rate: 0.16'));
    expect(await pushPlan(api, dearer)).toMatchObject({
      plan: first.plan,
      version: 2,
      became: 'its next version',
    });
    expect(await pushPlan(api, dearer)).toMatchObject({ version: 2, became: 'nothing new' });
  });

  it('what the API refuses, and what it warns of, is said by the line of the file', async () => {
    const gap = folderWith((text) => text.replace('from: 1, to: 1.25', 'from: 1.1, to: 1.25'));
    await expect(pushPlan(api, gap)).rejects.toThrow(`${gap}/plan.yaml:13: Bands leave 100 % to 110 %`);
    const unlinked = folderWith((text) =>
      text.replace(/ +goal: Everybody.*\n/, '').replace(/name: Acc.*/, 'name: Unlinked'),
    );
    const { warnings } = await pushPlan(api, unlinked);
    expect(warnings).toEqual([
      expect.stringContaining(`${unlinked}/plan.yaml:15: 'Quota bonus' names no goal`),
    ]);
  });
});

describe('plans that are refused', () => {
  it.each(refused.map((one) => [titleOf(one), one] as const))('%s', async (_, { golden }) => {
    const asked = api.post(
      '/v1/plans',
      { name: golden.name, currency: golden.currency, ...golden.plans['plan'] },
      { key: golden.name },
    );
    expect(await refusalOf(asked)).toEqual([422, golden.refused?.code, golden.refused?.pointer]);
  });

  badPlansJourney(ground);
});

describe('statements', () => {
  beforeAll(async () => {
    await closeBySchedule(platform.current, company, '2026-q1', '2026-05-01T06:00:00Z');
    await hear('late');
    await reopen();
    await closeBySchedule(platform.current, company, '2026-q2', '2026-07-06T06:00:00Z');
    api = await company.api();
    const later = new Set(
      told.flatMap(({ golden }) => golden.pay).filter((period) => !CLOSED.includes(period)),
    );
    for (const period of later)
      previews.set(period, (await runOf(platform.current, api, period, `preview ${period}`)).id);
  });

  const read = async (person: string, period: string) => {
    const statement = await statementOf(api, person, period, previews.get(period));
    expect(sum(statement.lines), 'lines add up to the header').toBe(statement.totalMinor);
    return statement;
  };

  it.each(told.map((one) => [titleOf(one), one] as const))('%s', async (_, one: Told) => {
    const outcome = await outcomeOf(one, company.connector.id, read);
    expect(differences(one.golden, outcome), one.golden.math).toEqual([]);
  });
});

describe('a quarter that was reopened', () => {
  it('says what it changes in all, and payee by payee; and is posted by now', async () => {
    // 310 of one case, 24,500 of who was held, 2,250 of a quota beside a late deal.
    const [one, ...more] = await api.list<Json>('/v1/periods/2026-q1/reopenings');
    expect(more).toEqual([]);
    const summary = { changed: 4, held: 0, deltaMinor: '2706000' };
    expect(one).toMatchObject({ status: 'posted', postsIn: '2026-q2', summary });
    const path = `/v1/reopenings/${String(one?.['id'])}`;
    expect(await api.get(path)).toEqual(one);
    const all = await api.list<Json & { deltaMinor: string }>(`${path}/differences?limit=3`);
    expect(all.map(({ deltaMinor }) => deltaMinor).sort()).toEqual(['10000', '21000', '225000', '2450000']);
    expect(all.find(({ wasHeld }) => wasHeld)).toMatchObject({ wasHeld: { code: 'quota.missing' } });
  });

  it('is why a line is posted: in whose words, and who agreed', async () => {
    const { people } = told.find(({ golden }) => golden.name.startsWith('A locked quarter')) ?? expect.fail();
    const ben = people.get('Ben') ?? '';
    const { lines } = await statementOf(api, ben, '2026-q2');
    const { line } = lines.find(({ amountMinor }) => amountMinor === '10000') ?? expect.fail();
    const explained = await api.get(`/v1/people/${ben}/statements/2026-q2/lines/${line}/explanation`);
    expect(explained).toMatchObject({
      trueUpOf: { period: '2026-q1', deals: [], reopening: { reason: 'as cases say' } },
      arithmetic: [
        { text: 'By what was said of it then, it paid in 2026-q1: 20,750.00 EUR', amountMinor: '-2075000' },
        {
          text:
            'Reopened (“as cases say”, asked for by Ada Admin, approved by Finn), it pays in 2026-q1: ' +
            '20,850.00 EUR',
          amountMinor: '2085000',
        },
      ],
      events: [],
    });
  });
});

/** What cases say of their deals, and nothing is left to do about it. */
async function hear(when: 'in time' | 'late'): Promise<void> {
  const messages = told.flatMap((one) => messagesOf(one, when));
  const statuses = await sideBySide(messages, 6, (message) => company.deliver(message));
  expect(new Set(statuses)).toEqual(new Set([202]));
  await platform.current.host.idle();
}

/** What cases say otherwise of what was paid by now, once for each period; somebody else approves. */
async function reopen(): Promise<void> {
  const admin = await company.api();
  const control = new Client(platform.current.at.control, admin.token);
  const finn = await hire(admin, 'Finn');
  const login = { email: 'finn@acme.example', person: finn, roles: ['finance'] };
  await control.post('/v1/logins', login, { key: 'finn' });
  const finance = await company.api(login.email);
  for (const one of told) await tellOtherwise(admin, one);
  const said = told.flatMap(({ golden }) => golden.reopenings);
  for (const [period, posts] of new Map(said.map((one) => [one.period, one.in]))) {
    const path = `/v1/periods/${period}/reopenings`;
    const { id } = await admin.post<{ id: string }>(path, { reason: 'as cases say' }, { key: period });
    await platform.current.host.idle();
    expect(await finance.post(`/v1/reopenings/${id}/approve`)).toMatchObject({ postsIn: posts });
  }
}

/** The folder of the example with something else in its plan. */
function folderWith(change: (text: string) => string): string {
  const folder = `.attain/plans-${process.pid}-${performance.now()}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/plan.yaml`, change(readFileSync(`${EXAMPLE}/plan.yaml`, 'utf8')));
  return folder;
}
