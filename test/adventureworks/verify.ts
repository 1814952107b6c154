/**
 * `npm run verify:adventureworks -- <folder>`: imports the real history through the public API of a platform of
 * its own, pays all windows on schedule, and compares every figure with a reference.
 *
 *   --reference <file>   other figures of the same format; <folder>/reference.json otherwise
 *   --times 100          afterwards, the same with so many times the orders: time and capacity per order
 */
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Addresses, addressesOf } from '../../infra/cli/addresses.ts';
import type { Client, Json } from '../../infra/cli/client.ts';
import { command } from '../../infra/command.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { synthesize } from '../../infra/synth.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { type Company, makeCompany, WINDOWS } from './company.ts';
import { compare, type Outcome } from './compare.ts';
import { figuresOf } from './figures.ts';
import { moveBack } from './move.ts';

/** After the last window, and before history closes by itself. */
const JOINS = '2014-07-15T09:00:00Z';
const HISTORY_CLOSES = '2014-08-15T09:00:00Z';
const STATE = `.attain/adventureworks-${process.pid}`;
const began = performance.now();

type Ground = { readonly host: Host; readonly at: Addresses; readonly folder: string };

function say(line: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${line}\n`);
}

await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { reference: { type: 'string' }, times: { type: 'string', default: '0' } },
  });
  const [folder] = positionals;
  if (!folder) throw new Error('Say where the fixture is: npm run verify:adventureworks -- <folder>');
  const reference = JSON.parse(readFileSync(values.reference ?? join(folder, 'reference.json'), 'utf8'));
  await synthesize({ outdir: ASSEMBLY, checks: false });
  const wrong: string[] = [];
  const outcomes = await onHost(folder, async (ground) => {
    const company = await makeCompany({ ...ground, name: 'AdventureWorks', say, times: 1 });
    await payAll(ground, company);
    const found = compare(reference, await figuresOf(company, folder));
    for (const outcome of found) show(outcome);
    wrong.push(...(await moveBack(company, say)));
    return found;
  });
  const times = Number(values.times);
  if (times > 0) await measure(folder, times);
  const missed = outcomes.reduce((sum, { compared, matched }) => sum + compared - matched, 0);
  const compared = outcomes.reduce((sum, outcome) => sum + outcome.compared, 0);
  say(`${compared - missed} of ${compared} figures match`);
  for (const line of wrong) say(`    ${line}`);
  if (wrong.length > 0) throw new Error('the move changed other roll-ups than it should have');
  if (missed > 0) throw new Error(`${missed} figures do not match`);
});

async function onHost<T>(folder: string, work: (ground: Ground) => Promise<T>): Promise<T> {
  const startAt = new Date(JOINS);
  const options = { assemblyDir: ASSEMBLY, ports: 'ephemeral', startAt, stateDir: STATE } as const;
  const host = await startHost(options);
  say('the platform runs');
  try {
    return await work({ host, at: addressesOf(host), folder });
  } finally {
    await host.stop();
    rmSync(STATE, { recursive: true, force: true });
  }
}

/** A hundred times the orders take minutes. */
async function isPaid(api: Client, window: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 600_000; waitedMs += 200) {
    const { status } = await api.get<Json>(`/v1/periods/${window}`);
    if (status === 'locked') return;
    await pause(200);
  }
  throw new Error(`waited ten minutes for ${window} to be paid`);
}

/** The schedule closes what is over, in order, and runs its commissions. */
async function payAll({ host }: Ground, company: Company): Promise<void> {
  await host.idle();
  for (const minutes of [0, 15]) {
    await host.clock.moveTo(new Date(Date.parse(HISTORY_CLOSES) + minutes * 60_000));
    if (minutes === 0) await host.idle();
  }
  const api = await company.api();
  for (const window of WINDOWS) await isPaid(api, window);
  await host.idle();
  const runs = await api.list<{ id: string }>('/v1/runs');
  const all = await Promise.all(runs.map(({ id }) => api.get<Json>(`/v1/runs/${id}`)));
  const total = all.reduce((sum, run) => sum + BigInt(String(run['totalMinor'] ?? 0)), 0n);
  const held = all.reduce((sum, run) => sum + Number(run['held'] ?? 0), 0);
  say(
    `${WINDOWS.length} windows are paid: ${runs.length} runs, ${Number(total) / 100} USD, ${held} held for want of a quota`,
  );
}

function show({ group, compared, matched, misses, farthest }: Outcome): void {
  const far = Object.entries(farthest).map(([is, distance]) => `${is} ${distance.toPrecision(2)}`);
  say(`${group.padEnd(24)} ${matched}/${compared}  farthest: ${far.join(', ') || 'none'}`);
  for (const miss of misses.slice(0, 5)) say(`    ${miss}`);
  if (misses.length > 5) say(`    … and ${misses.length - 5} more`);
}

/** The same people and plan on a platform of their own, once with the orders, once with many times as many. */
async function measure(folder: string, times: number): Promise<void> {
  for (const many of [1, times]) {
    await onHost(folder, async (ground) => {
      const orders = 3_806 * many;
      const before = performance.now();
      const company = await makeCompany({ ...ground, name: `AdventureWorks × ${many}`, say, times: many });
      const imported = performance.now();
      const importing = spent(ground.host);
      await payAll(ground, company);
      const paid = performance.now();
      const paying = spent(ground.host);
      const per = (value: number) => (value / orders).toPrecision(3);
      say(
        `${orders} orders: import ${per(imported - before)} ms, run ${per(paid - imported)} ms an order; ` +
          `import ${per(importing.wcu)} WCU and ${per(importing.rcu)} RCU, ` +
          `runs ${per(paying.wcu)} WCU and ${per(paying.rcu)} RCU an order`,
      );
    });
  }
}

/** Capacity since the last time it was asked for. */
function spent(host: Host): { wcu: number; rcu: number } {
  const all = Object.values(host.aws.capacity()).flatMap((own) => Object.values(own));
  host.aws.resetCapacity();
  return {
    wcu: all.reduce((sum, { wcu }) => sum + wcu, 0),
    rcu: all.reduce((sum, { rcu }) => sum + rcu, 0),
  };
}
