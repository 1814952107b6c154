/** The whole local host, started from the fixture's templates: its own endpoint, and how it stops. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, startHost } from '../../infra/local/host.ts';
import { writeAssembly } from './fixture/fixture.ts';

const START = new Date('2026-10-15T09:30:00.000Z');
const HOST_SCRIPT = join(import.meta.dirname, '../../infra/local/host.ts');
let dir: string;
let host: Host;

beforeAll(async () => {
  dir = await writeAssembly();
  host = await startHost({
    assemblyDir: dir,
    ports: 'ephemeral',
    startAt: START,
    stateDir: join(dir, 'state'),
  });
});
afterAll(async () => {
  await host?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const admin = async (path: string, body?: unknown) => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(host.adminUrl + path, init);
  return { status: answer.status, text: await answer.text() };
};
const act = (orders: unknown) =>
  fetch(`${host.apis['Fixture-control/Api']}/v1/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(orders),
  });

describe('the host', () => {
  it('says where everything is, as a deployment would', async () => {
    const { apis, userPools, outputs, adminUrl } = host;
    expect(outputs['Fixture-control']?.['ApiUrl']).toBe(apis['Fixture-control/Api']);
    expect(outputs['Fixture-control']?.['Issuer']).toBe(userPools['Fixture-control/People']?.issuer);
    expect(JSON.parse((await admin('/')).text)).toEqual({ apis, userPools, outputs, adminUrl });
  });

  it('moves the clock on demand, but never back', async () => {
    const moved = await admin('/clock', { to: '2026-10-16T00:00:00.000Z' });
    expect(JSON.parse(moved.text).now).toMatch(/^2026-10-16T00:00:0/);
    expect(JSON.parse((await admin('/clock')).text).now).toMatch(/^2026-10-16T00:00:0/);
    const back = await admin('/clock', { to: '2026-10-15T00:00:00.000Z' });
    expect([back.status, JSON.parse(back.text).message]).toEqual([
      400,
      expect.stringContaining('the clock only moves forward'),
    ]);
  });

  it('knows the depth of every queue', async () => {
    expect(JSON.parse((await admin('/queues')).text)).toHaveProperty('fixture-work');
  });

  it('says what was used, denied and lost', async () => {
    for (const page of ['/denials', '/grants', '/capacity', '/lost'])
      expect((await admin(page)).status).toBe(200);
  });

  it('is idle only when no function runs any more', async () => {
    let answered = false;
    const running = act({ sleepMs: 300 }).then(() => {
      answered = true;
    });
    await new Promise((later) => setTimeout(later, 50));
    expect((await admin('/idle', {})).status).toBe(200);
    expect(answered).toBe(true);
    await running;
  });

  it('says what is busy when it does not come to rest in time', async () => {
    const running = act({ sleepMs: 800 });
    await new Promise((later) => setTimeout(later, 50));
    const { status, text } = await admin('/idle', { timeoutMs: 100 });
    expect([status, JSON.parse(text).message]).toEqual([503, expect.stringContaining('fixture-control-act')]);
    await running;
  });

  it('shows what a function printed, and why a caller got a 500', async () => {
    await act({ fail: 'for the log' });
    expect((await admin('/logs/fixture-control-act')).text).toContain('for the log');
    expect((await admin('/logs/host')).text).toContain(
      'POST /v1/act: fixture-control-act: TypeError: for the log',
    );
  });

  it('makes functions crash on demand', async () => {
    await act({});
    await host.crash('fixture-control-act');
    expect(await (await act({})).json()).toMatchObject({ remembered: 1 });
  });

  it('is gone once it has stopped', async () => {
    const second = await startHost({ assemblyDir: dir, ports: 'ephemeral', stateDir: join(dir, 'second') });
    await second.stop();
    for (const url of [second.adminUrl, ...Object.values(second.apis)])
      await expect(fetch(url)).rejects.toThrow();
    await expect(
      second.invoke('arn:aws:lambda:eu-west-1:000000000000:function:fixture-control-act', {}),
    ).rejects.toThrow('The host has stopped.');
  });
});

describe('the host as a program', () => {
  const run = (...args: string[]) => {
    const program = spawn(process.execPath, [HOST_SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    return { program, out: createInterface(program.stdout), errors: createInterface(program.stderr) };
  };

  it('says its addresses, and ends with 0 when it is interrupted', async () => {
    const { program, out } = run('--assembly', dir, '--state', join(dir, 'program'), '--ephemeral');
    const lines: string[] = [];
    for await (const line of out) {
      lines.push(line);
      if (line.startsWith('host ')) program.kill('SIGINT');
    }
    const [code] = program.exitCode === null ? await once(program, 'exit') : [program.exitCode];
    expect(lines.map((line) => line.split(/ {2}/)[0])).toEqual([
      'Fixture-control/Api',
      'Fixture-a-cell/Api',
      'Fixture-control/People sign-in',
      'host',
    ]);
    expect(code).toBe(0);
  });

  it('ends with 1 and one sentence when there are no templates', async () => {
    const { program, errors } = run('--assembly', '/nowhere');
    const lines: string[] = [];
    for await (const line of errors) lines.push(line);
    const [code] = program.exitCode === null ? await once(program, 'exit') : [program.exitCode];
    expect(lines).toEqual(["There are no templates in /nowhere: run 'npm run synth' first."]);
    expect(code).toBe(1);
  });
});
