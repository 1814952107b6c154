/**
 * `npm run verify:scale`: a company joins a platform of its own, brings its people, quotas, enrolments and deals as
 * files, and its quarter is closed and paid by the schedule. Prints what both took in time and in capacity, and
 * compares what everybody is paid with arithmetic of its own; exits 1 if one cent is off.
 *
 *   npm run verify:scale                                        10,000 deals of 100 sellers
 *   npm run verify:scale -- --deals 1000000 --payees 10000      a million deals of ten thousand
 */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addressesOf } from '../../infra/cli/addresses.ts';
import { bring, type Bringing } from '../../infra/cli/bring.ts';
import { Client } from '../../infra/cli/client.ts';
import { createTenant } from '../../infra/cli/onboard.ts';
import { onLaptop } from '../../infra/cli/sign-in.ts';
import { command } from '../../infra/command.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { synthesize } from '../../infra/synth.ts';
import { quarter, type Workload } from '../bench/workload.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { expectedOf } from './expected.ts';
import { deals, FIRST, LEVELS, nameOf, planFor, staff } from './files.ts';

const JOINS = '2026-04-02T09:00:00Z';
/** Thirty days after a company has joined its history closes by itself. */
const CLOSES = '2026-05-03T09:00:00Z';
const QUARTER = '2026-q1';
const TICK_MS = 15 * 60_000;
const MOST_MS = 3_600_000;
const STATE = `.attain/scale-${process.pid}`;
const ADMIN = { name: 'Sol Scale', email: 'sol@scale.example' };
const began = performance.now();

type Ground = { readonly host: Host; readonly api: () => Promise<Client>; readonly work: Workload };
type Run = { readonly id: string; readonly summary: { readonly period: string } };

await command(async () => {
  const { values } = parseArgs({
    options: { deals: { type: 'string', default: '10000' }, payees: { type: 'string', default: '100' } },
  });
  const work = quarter(Number(values.deals), Number(values.payees));
  await synthesize({ outdir: ASSEMBLY, checks: false });
  const startAt = new Date(JOINS);
  const host = await startHost({ assemblyDir: ASSEMBLY, ports: 'ephemeral', startAt, stateDir: STATE });
  say('the platform runs');
  try {
    const api = await join(host);
    const ground = { host, api, work };
    const connector = await setUp(ground);
    await measured('import of people, quotas and enrolments', ground, () => importAll(ground, staff(work)));
    await measured('import of deals', ground, () => importAll(ground, deals(work, connector)));
    await measured('run', ground, () => payQuarter(ground));
    await compareAll(ground);
  } finally {
    await host.stop();
    rmSync(STATE, { recursive: true, force: true });
  }
});

function say(line: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(7);
  process.stdout.write(`${seconds} s  ${line}\n`);
}

async function join(host: Host): Promise<Ground['api']> {
  const at = addressesOf(host);
  const { token = '' } = await onLaptop(at, 'operator@attain.example', { groups: ['operators'] });
  const company = {
    name: 'Scale',
    currency: 'USD',
    timeZone: 'America/New_York',
    fiscalYearStartsIn: 1,
    historyFrom: FIRST,
    closeAfterDays: 3,
    cell: 'pool',
    admin: ADMIN,
  };
  const tenant = await createTenant(at, company, token, 'onboard');
  say(`a company has joined as ${tenant}`);
  return async () => new Client(at.api, (await onLaptop(at, ADMIN.email, { tenant })).token);
}

async function setUp({ api }: Ground): Promise<string> {
  const client = await api();
  for (const level of LEVELS) await client.post('/v1/plans', planFor(level), { key: level });
  const crm = { name: 'CRM', provider: 'standard' };
  return (await client.post<{ id: string }>('/v1/connectors', crm, { key: 'crm' })).id;
}

async function importAll({ host, api }: Ground, files: Iterable<Bringing>): Promise<void> {
  for (const bringing of files) {
    const { status, tally, failure } = await bring(await api(), bringing);
    say(`${bringing.name}: ${tally.accepted} of ${tally.rows} rows, ${status}`);
    const isTaken = status === 'done' && tally.accepted === tally.rows;
    if (!isTaken)
      throw new Error(`${bringing.name}: ${JSON.stringify(failure ?? tally.rejects.slice(0, 3))}`);
  }
  await host.idle(MOST_MS);
  // What was changed is sealed within the quarter hour, and belongs to what the import cost.
  await host.clock.moveTo(new Date(host.clock.now().getTime() + TICK_MS));
  await host.idle(MOST_MS);
}

/** The schedule closes what is over and runs its commissions; nobody else does anything. */
async function payQuarter({ host, api }: Ground): Promise<void> {
  await host.idle(MOST_MS);
  await host.clock.moveTo(new Date(CLOSES));
  await host.idle(MOST_MS);
  await host.clock.moveTo(new Date(Date.parse(CLOSES) + TICK_MS));
  for (let waitedMs = 0, shown = ''; waitedMs < MOST_MS; waitedMs += 1_000) {
    const client = await api();
    const run = (await client.list<Run & { status: string }>('/v1/runs')).find(
      ({ summary }) => summary.period === QUARTER,
    );
    if (run && run.status !== shown) say(`the run of ${QUARTER} is ${run.status}`);
    shown = run?.status ?? shown;
    if (run?.status === 'failed') throw new Error(JSON.stringify(await client.get(`/v1/runs/${run.id}`)));
    const { status } = await client.get<{ status: string }>(`/v1/periods/${QUARTER}`);
    if (status === 'locked') return host.idle(MOST_MS);
    await pause(1_000);
  }
  throw new Error(`waited an hour for ${QUARTER} to be paid`);
}

async function compareAll({ api, work }: Ground): Promise<void> {
  const client = await api();
  const run = (await client.list<Run>('/v1/runs')).find(({ summary }) => summary.period === QUARTER);
  const paid = await client.list<{ payee: string; totalMinor: string; lines: number; hold?: string }>(
    `/v1/runs/${run?.id}/payees`,
  );
  const people = await client.list<{ id: string; name: string }>('/v1/people');
  const byName = new Map(people.map(({ id, name }) => [name, id]));
  const found = new Map(paid.map((one) => [one.payee, one]));
  const wrong = expectedOf(work).flatMap((cents, payee) => {
    const one = found.get(byName.get(nameOf(payee)) ?? '');
    return one?.totalMinor === String(cents)
      ? []
      : [`${nameOf(payee)}: ${cents}, not ${JSON.stringify(one)}`];
  });
  for (const line of wrong.slice(0, 5)) say(`    ${line}`);
  const lines = paid.reduce((sum, one) => sum + one.lines, 0);
  say(
    `${paid.length} payees with ${lines} lines; ${work.payees - wrong.length} of ${work.payees} to the cent`,
  );
  if (wrong.length > 0 || paid.length !== work.payees)
    throw new Error('not everybody is paid what they earn');
}

async function measured(what: string, ground: Ground, doing: () => Promise<void>) {
  ground.host.aws.resetCapacity();
  const start = performance.now();
  await doing();
  const minutes = (performance.now() - start) / 60_000;
  const all = Object.entries(ground.host.aws.capacity()).flatMap(([who, own]) =>
    Object.values(own).map((used) => ({ who, ...used })),
  );
  const per = (unit: 'wcu' | 'rcu') =>
    (all.reduce((sum, used) => sum + used[unit], 0) / ground.work.deals).toPrecision(3);
  say(`${what}: ${minutes.toFixed(1)} minutes, ${per('wcu')} WCU and ${per('rcu')} RCU a deal`);
  const dear = Map.groupBy(all, ({ who }) => who);
  for (const [who, used] of dear) {
    const [wcu, rcu] = [
      used.reduce((sum, one) => sum + one.wcu, 0),
      used.reduce((sum, one) => sum + one.rcu, 0),
    ];
    if (wcu + rcu > ground.work.deals / 1_000)
      say(`    ${who}: ${wcu.toFixed(0)} WCU, ${rcu.toFixed(0)} RCU`);
  }
}
