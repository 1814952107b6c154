/** Another company's ids, in every place of every route that takes one, as every role: as if they never were. */
import { beforeAll, expect, it } from 'vitest';
import { Role } from '../../shared/http/roles.ts';
import { sideBySide } from '../kit/asking.ts';
import { runOf } from '../kit/paying.ts';
import { moveTo, platformFrom } from '../kit/platform.ts';
import { missingOf } from './kit/ids.ts';
import { fingerprint } from './kit/partitions.ts';
import { type Raw, send, comparable } from './kit/raw.ts';
import { type Served, servedRoutes } from './kit/routes.ts';
import { founded, reopened, type Things } from './kit/things.ts';
import { type Tokens, tokensFor } from './kit/tokens.ts';
import {
  judged,
  leftovers,
  type Position,
  requestsSent,
  sendStep,
  type Step,
  stepsThrough,
} from './kit/walk.ts';

/** The fiscal year of the one begins in January and of the other in February, so that their periods differ. */
const VICTIM = {
  name: 'Globex',
  email: 'gil@globex.example',
  fiscalYearStartsIn: 1,
  month: '2026-m01',
  day: '2026-01-15',
  ended: '2026-m02',
  present: '2026-m03',
  open: '2026-q1',
};
const STRANGER = {
  name: 'Acme',
  email: 'ada@acme.example',
  fiscalYearStartsIn: 2,
  month: '2027-m01',
  day: '2026-02-15',
  ended: '2027-m01',
  present: '2027-m02',
  open: '2027-q1',
};

const platform = platformFrom('2026-01-20T08:00:00Z');
const roles = Role.options.filter((role) => role !== 'operator');
const routes = await servedRoutes();
const steps = stepsThrough(routes);
const lists = routes.filter(({ definition }) => definition.list && definition.kind === 'tenant');
let victim: Things;
let stranger: Things;
let victims: Tokens;
let strangers: Tokens;

const doorOf = ({ api }: Served, token: string) => {
  const { at } = platform.current;
  return { url: { cell: at.api, control: at.control, 'sign-in': at.issuer }[api], token };
};

beforeAll(async () => {
  victim = await founded(platform.current, VICTIM);
  // At night milestones are looked for.
  await moveTo(platform.current, '2026-01-21T02:00:00Z');
  await moveTo(platform.current, '2026-02-20T08:00:00Z');
  await moveTo(platform.current, '2026-02-20T08:15:00Z');
  stranger = await founded(platform.current, STRANGER);
  await moveTo(platform.current, '2026-02-21T02:00:00Z');
  await moveTo(platform.current, '2026-03-02T09:00:00Z');
  victims = await tokensFor(platform.current, victim.company, victim.machineKey);
  strangers = await tokensFor(platform.current, stranger.company, stranger.machineKey);
  await paidByHand(stranger);
  victim = await reopened(platform.current, victim, victims);
  stranger = await reopened(platform.current, stranger, strangers);
});

/** Its month ended, and the schedule does not close it yet. */
async function paidByHand({ company, period }: Things): Promise<void> {
  const api = await company.api(STRANGER.email);
  await api.post(`/v1/periods/${period}/close`);
  await runOf(platform.current, api, period, 'final');
}

it('knows every route that takes ids, and none that is no more', () => {
  expect(leftovers(steps, routes), 'drop it from test/trust/kit/requests.ts').toEqual([]);
  expect(steps.length).toBeGreaterThan(30);
});

it('lets every request of the walk succeed for its rightful owner', async () => {
  for (const step of steps) {
    const { status, text } = await sendStep(
      doorOf(step.route, victims[step.sample.as ?? 'admin']),
      step,
      victim,
    );
    expect(status < 300, `${step.route.key}: ${status} ${text}`).toBe(true);
    if (step.route.method !== 'GET') await platform.current.host.idle();
  }
});

it('A116 fault 60 gives each company its own, whoever asked the same warm instance before', async () => {
  const reads = routes.filter(
    ({ method, permission, definition }) =>
      method === 'GET' && permission !== 'public' && definition.kind === 'tenant',
  );
  const read = async (route: Served, things: Things, token: string) => {
    const step = steps.find((one) => one.route === route) ?? { route, sample: {}, positions: [] };
    const { status, text } = await sendStep(doorOf(route, token), step, things);
    expect(status, `${route.key} ${text}`).toBe(200);
    return text.replaceAll(/"nextCursor":"[^"]*"|X-Amz-(Date|Signature)=[^&"]*/g, '');
  };
  const marksOf = ({ tenant, calendar, person, report, plan, deal, run, key, login, item }: Things) =>
    [tenant, calendar, person, report, plan, deal, run, key, login, item].map((id) => id.slice(4));
  for (const route of reads) {
    const first = await read(route, victim, victims.admin);
    const other = await read(route, stranger, strangers.admin);
    const again = await read(route, victim, victims.admin);
    expect(again, route.key).toBe(first);
    expect(
      marksOf(stranger).filter((mark) => first.includes(mark)),
      route.key,
    ).toEqual([]);
    expect(
      marksOf(victim).filter((mark) => other.includes(mark)),
      route.key,
    ).toEqual([]);
  }
  expect(reads.length).toBeGreaterThan(25);
});

async function trespass(
  step: Step,
  position: Position,
  role: Role,
): Promise<{ status: number; wrong: string[] }> {
  const door = doorOf(step.route, strangers[role]);
  const name = step.sample.path?.[position.at] ?? position.kind;
  const [foreignId, missingId] = [String(victim[name]), missingOf(position.kind)];
  const [foreign, missing]: [Raw, Raw] = await Promise.all([
    sendStep(door, step, stranger, { position, id: foreignId }),
    sendStep(door, step, stranger, { position, id: missingId }),
  ]);
  const { status, wrong } = judged(foreign, foreignId, missing, missingId, Boolean(step.sample.blind));
  return {
    status,
    wrong: wrong ? [`${role} on ${step.route.key} at ${position.part} ${position.at}: ${wrong}`] : [],
  };
}

it('A116 faults 54 and 55 answers a foreign id as a missing one, and touches nothing of the other company', async () => {
  const before = await fingerprint(platform.current, victim.tenant);
  const cases = steps.flatMap((step) =>
    step.positions.flatMap((position) => roles.map((role) => ({ step, position, role }))),
  );
  const found = await sideBySide(cases, 3, ({ step, position, role }) => trespass(step, position, role));
  expect(found.flatMap(({ wrong }) => wrong)).toEqual([]);
  await platform.current.host.idle();
  expect(await fingerprint(platform.current, victim.tenant)).toEqual(before);
  expect(before.items).toBeGreaterThan(50);
  const statuses = Object.groupBy(found, ({ status }) => String(status));
  const counts = Object.entries(statuses).map(([status, some]) => `${some?.length} × ${status}`);
  const places = new Set(
    cases.map(({ step, position }) => `${step.route.key} ${position.part} ${position.at}`),
  );
  console.log(
    `${steps.length} routes, ${places.size} places for ids, ${roles.length} roles: ${counts.join(', ')}; ` +
      `${requestsSent()} requests; ${before.items} items of the other company are the same to the byte`,
  );
});

it('A116 faults 54 and 58 takes no cursor of another company', async () => {
  const before = await fingerprint(platform.current, victim.tenant);
  for (const route of lists) {
    const pathOf = (things: Things) =>
      route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(things[name as keyof Things]));
    const first = await send(doorOf(route, victims.admin), 'GET', `${pathOf(victim)}?limit=1`);
    const { nextCursor } = JSON.parse(first.text) as { nextCursor: string | null };
    expect(nextCursor, `${route.key} needs more than one element`).toBeTruthy();
    const [payload = ''] = String(nextCursor).split('.');
    for (const role of roles) {
      const at = (cursor: string) => `${pathOf(stranger)}?limit=1&cursor=${cursor}`;
      const door = doorOf(route, strangers[role]);
      const foreign = await send(door, 'GET', at(String(nextCursor)));
      const madeUp = await send(door, 'GET', at(`${payload}.${'A'.repeat(43)}`));
      expect([400, 403], `${role} on ${route.key}`).toContain(foreign.status);
      expect(comparable(foreign), `${role} on ${route.key}`).toBe(comparable(madeUp));
    }
  }
  expect(await fingerprint(platform.current, victim.tenant)).toEqual(before);
  console.log(`${lists.length} lists × ${roles.length} roles × 2 cursors`);
});

it('A116 writes into the log who asked for what is not there', () => {
  const { host } = platform.current;
  const functions = host.assembly.of('AWS::Lambda::Function').map(({ name }) => host.logs(name));
  const lines = functions.flatMap((text) => text.split('\n')).filter((line) => line.includes('"status":404'));
  const logged = lines.map((line) => JSON.parse(line) as Record<string, string>);
  const byStranger = logged.filter(({ tenant }) => tenant === stranger.tenant);
  const answered = new Set(byStranger.map(({ route }) => route));
  const silent = steps.filter(({ route, positions }) => {
    const inPath = positions.some(({ part }) => part === 'path');
    return inPath && !answered.has(route.key);
  });
  expect(silent.map(({ route }) => route.key)).toEqual([]);
  expect(byStranger.every(({ subject }) => /^(per|key)_/.test(String(subject)))).toBe(true);
});
