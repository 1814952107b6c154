/** The audit trail over HTTP: who changed what and why, sealed by the schedule, exported and verified. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exported, verified } from '../../infra/cli/audit.ts';
import { ApiError, Client, type Json, until } from '../../infra/cli/client.ts';
import { AwsError } from '../../infra/local/aws/endpoint.ts';
import { callOf, replying } from '../faults/holding.ts';
import { type Company, dealMessage, hire, moveTo, onboard, platformFrom } from '../kit/platform.ts';

type Entry = Json & {
  n: number;
  noun: string;
  key: string;
  by: string;
  before?: Json;
  after?: Json;
};

const because = (why: string, request: string) => ({
  headers: { 'x-reason': why, 'x-request-id': request },
});

async function textOf(api: Client): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exported(api)) pieces.push(piece);
  return pieces.join('');
}

async function trailOf(api: Client): Promise<Entry[]> {
  const lines = (await textOf(api)).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Entry);
}

async function refusalOf(asked: Promise<unknown>): Promise<unknown[]> {
  const error = await asked.then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`not refused: ${String(error)}`);
  return [error.status, error.code];
}

describe('the audit trail', () => {
  const platform = platformFrom('2026-01-05T08:05:00Z');
  const folder = mkdtempSync(join(tmpdir(), 'attain-audit-'));
  let acme: Company;
  let globex: Company;
  let ada: string;
  let mia: string;
  let rob: string;

  const control = async () => new Client(platform.current.at.control, (await acme.api()).token);
  /** The table's clock is the moment at which the stream was read, so that is waited for. */
  const sealed = async (instant: string) => {
    await platform.current.host.idle();
    await moveTo(platform.current, instant);
  };
  const written = (text: string) => {
    const file = join(folder, 'audit.jsonl');
    writeFileSync(file, text);
    return file;
  };

  beforeAll(async () => {
    acme = await onboard(platform.current);
    globex = await onboard(platform.current, {
      name: 'Globex',
      admin: { name: 'Gil', email: 'gil@globex.example' },
    });
    const api = await acme.api();
    ada = String((await api.list('/v1/people'))[0]?.['id']);
    mia = await hire(api, 'Mia');
    rob = await hire(api, 'Rob');
    const quota = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });
    const place = `/v1/people/${rob}/quotas/2026-q1`;
    await api.put(place, quota('10000000'), because('target letter 2026', 'req-1'));
    await api.put(place, quota('12000000'), { ifMatch: 1, ...because('territory grew', 'req-2') });
    const line = { manager: mia, from: '2026-01-01' };
    await api.put(`/v1/people/${rob}/manager`, line, because('reorganisation', 'req-3'));
    const { id: run } = await api.post<{ id: string }>(
      '/v1/runs',
      { period: '2026-q1' },
      { key: 'preview', ...because('what would we pay?', 'req-4') },
    );
    await until(
      'the preview',
      async () => (await acme.api()).get(`/v1/runs/${run}`),
      ({ status }) => status === 'calculated',
    );
    await (await control()).post('/v1/logins', { email: 'rob@acme.example', person: rob, roles: ['rep'] });
    await sealed('2026-01-05T08:36:00Z');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('A116 says who changed a quota, from what to what, why and in which request', async () => {
    const trail = await trailOf(await acme.api());
    const quotas = trail.filter(({ noun }) => noun === 'quota');
    expect(quotas).toMatchObject([
      {
        key: `QUOTAS#2026-q1/${rob}#bookings`,
        by: ada,
        request: 'req-1',
        why: 'target letter 2026',
        address: '127.0.0.1',
        clock: 'request',
        after: { person: rob, amountMinor: '10000000', version: 1 },
      },
      {
        by: ada,
        request: 'req-2',
        why: 'territory grew',
        before: { amountMinor: '10000000', version: 1 },
        after: { amountMinor: '12000000', version: 2 },
      },
    ]);
    expect(quotas[0]).not.toHaveProperty('before');
    expect(Object.keys(quotas[1]?.after ?? {})).toEqual(['amountMinor', 'version']);
  });

  it('shows whose reporting line was changed, out of the one item that holds them all', async () => {
    const trail = await trailOf(await acme.api());
    const changed = trail.find(({ request }) => request === 'req-3');
    const member = { [rob]: { lines: [{ manager: mia, from: '2026-01-01', to: null }] } };
    expect(changed).toMatchObject({
      noun: 'org',
      by: ada,
      why: 'reorganisation',
      before: { data: { people: { [rob]: { lines: [] } } } },
      after: { data: { people: member } },
    });
    const { people } = (changed?.after?.['data'] ?? {}) as { people: object };
    expect(Object.keys(people)).toEqual([rob]);
  });

  it('names the person who starts a run, and the schedule for what follows by itself', async () => {
    const runs = (await trailOf(await acme.api())).filter(({ noun }) => noun === 'run');
    expect(runs[0]).toMatchObject({ by: ada, request: 'req-4', why: 'what would we pay?' });
    expect(runs[0]?.after).toMatchObject({ status: 'preparing', startedBy: ada });
    expect(runs.slice(1).map(({ by, clock }) => [by, clock])).toEqual(
      runs.slice(1).map(() => ['schedule', 'table']),
    );
    expect(runs.at(-1)?.after).toMatchObject({ status: 'calculated' });
  });

  it('A116 verifies as it was exported, and names the place where anything was done to it', async () => {
    const text = await textOf(await acme.api());
    const lines = text.split('\n').filter(Boolean);
    const count = lines.length;
    expect(count).toBeGreaterThan(40);
    expect(verified(written(text))).toMatch(new RegExp(`^${count} entries hold`));
    const at = lines.findIndex((line) => line.includes('territory grew'));
    const broken = (changed: string[]) => () => verified(written(`${changed.join('\n')}\n`));
    const place = new RegExp(`broken at entry ${at + 1}: `);
    const altered = lines.with(at, String(lines[at]).replace('12000000', '12000001'));
    expect(broken(altered)).toThrow(place);
    expect(broken(lines.toSpliced(at, 1))).toThrow(place);
    const swapped = lines.with(at, String(lines[at + 1])).with(at + 1, String(lines[at]));
    expect(broken(swapped)).toThrow(place);
    const { hash, n } = await (await acme.api()).get('/v1/audit/head');
    expect(n).toBe(count);
    const cut = written(`${lines.slice(0, -1).join('\n')}\n`);
    expect(verified(cut)).toMatch(/entries hold/);
    expect(() => verified(cut, String(hash))).toThrow('its end was cut off');
  });

  it('goes on with the chain when there is more to seal, for five units of writing at most', async () => {
    const before = await trailOf(await acme.api());
    platform.current.host.aws.resetCapacity();
    await (await acme.api()).put(
      `/v1/people/${rob}/quotas/2026-q2`,
      { amountMinor: '1', currency: 'EUR' },
      because('a start', 'req-5'),
    );
    await sealed('2026-01-05T09:06:00Z');
    const text = await textOf(await acme.api());
    expect(verified(written(text))).toMatch(new RegExp(`^${before.length + 1} entries hold`));
    // The entry and the note; the page, and both of them taken away again.
    const capacity = Object.entries(platform.current.host.aws.capacity());
    const ofTheTrail = capacity.filter(([name]) => /^attain-pool-audit-(stream|cron|on)-/.test(name));
    const units = ofTheTrail.flatMap(([, operations]) => Object.values(operations).map(({ wcu }) => wcu));
    expect(units.reduce((sum, wcu) => sum + wcu, 0)).toBe(2 + 3);
    const [last] = text.trimEnd().split('\n').slice(-1);
    expect(JSON.parse(String(last))).toMatchObject({
      why: 'a start',
      page: Number(before.at(-1)?.['page']) + 1,
    });
  });

  it('lists entries by what was changed and by whom, page after page', async () => {
    const api = await acme.api();
    const all = await trailOf(api);
    expect(await api.list('/v1/audit?limit=7')).toEqual(all);
    const quotas = await api.list<Entry>('/v1/audit?limit=2&noun=quota');
    expect(quotas).toEqual(all.filter(({ noun }) => noun === 'quota'));
    expect(await api.list(`/v1/audit?noun=quota&by=${ada}`)).toEqual(quotas);
    expect(await api.list(`/v1/audit?noun=quota&by=${rob}`)).toEqual([]);
  });

  it('A116 tells in the control plane who let whom in, and who took it away', async () => {
    const asAdmin = await control();
    const { key, id } = await asAdmin.post(
      '/v1/keys',
      { name: 'Payroll', roles: ['machine'] },
      { key: 'payroll', ...because('payroll export', 'req-6') },
    );
    const removal = await fetch(`${asAdmin.url}/v1/keys/${String(id)}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${asAdmin.token}`, ...because('no longer used', 'req-7').headers },
    });
    expect(removal.status).toBe(200);
    await sealed('2026-01-05T09:36:00Z');
    const text = await textOf(await control());
    expect(verified(written(text))).toMatch(/entries hold/);
    const trail = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry);
    expect(trail.filter(({ noun }) => noun === 'tenant')[0]).toMatchObject({ after: { name: 'Acme' } });
    expect(trail.filter(({ noun }) => noun === 'login').at(-1)).toMatchObject({
      by: ada,
      after: { person: rob, roles: ['rep'] },
    });
    const keys = trail.filter(({ noun }) => noun === 'machine-key');
    expect(keys).toMatchObject([
      { by: ada, why: 'payroll export', request: 'req-6', after: { id, roles: ['machine'] } },
      { by: ada, why: 'no longer used', request: 'req-7', before: { id, roles: ['machine'] } },
    ]);
    for (const entry of keys) expect(entry.after ?? entry.before).not.toHaveProperty('hash');
    expect(text).not.toContain(String(key));
  });

  it('tells of a webhook when it is set aside and when somebody has it tried again', async () => {
    const fields = { amount: '1', currency: 'EUR', status: 'open', ownerRef: 'u-nobody' };
    expect(await acme.deliver(dealMessage('opp-1', 'created', '2026-01-05T08:00:00.000Z', fields))).toBe(202);
    await platform.current.host.idle();
    const quarantine = `/v1/connectors/${acme.connector.id}/quarantine/replay`;
    await (await acme.api()).post(quarantine, {}, because('owner was hired', 'req-8'));
    await sealed('2026-01-05T10:06:00Z');
    const webhooks = (await trailOf(await acme.api())).filter(({ noun }) => noun === 'webhook');
    const aside = { status: 'quarantined', reason: 'owner.unknown' };
    expect(webhooks).toMatchObject([
      { by: 'schedule', after: aside },
      { by: ada, why: 'owner was hired', before: aside, after: { replays: 1 } },
      { by: 'schedule', after: aside },
    ]);
  });

  it('A116 has sealed by morning what a failure left behind, though nothing more is changed', async () => {
    const { host } = platform.current;
    // In the cell, sealing fails until it is given up; in the control plane, its note is lost.
    const sealing = callOf('pool/audit-on-seal-due', 'Query');
    const noting = callOf('control/registry-audit-stream-record', 'PutItem');
    host.aws.onCall((call) => {
      if (sealing(call)) throw new AwsError('ValidationException', 'made to fail');
      return noting(call) && JSON.stringify(call.input).includes('"C#DUE#seal"') ? replying({}) : 'pass';
    });
    const asAdmin = await control();
    const quota = { amountMinor: '2', currency: 'EUR' };
    const place = `/v1/people/${rob}/quotas/2026-q4`;
    await (await acme.api()).put(place, quota, because('left behind', 'req-9'));
    const key = { name: 'Left behind', roles: ['machine'] };
    await asAdmin.post('/v1/keys', key, { key: 'left behind', ...because('left behind', 'req-10') });
    await sealed('2026-01-05T10:36:00Z');
    host.aws.onCall(undefined);
    expect(host.aws.queues()['attain-pool-audit-on-seal-due-dead']).toMatchObject({ visible: 1 });
    const found = async () => [await textOf(await acme.api()), await textOf(await control())];
    await sealed('2026-01-05T11:06:00Z');
    for (const text of await found()) expect(text).not.toContain('left behind');
    await sealed('2026-01-06T02:00:00Z');
    for (const text of await found()) {
      expect(text.match(/left behind/g)).toHaveLength(1);
      expect(verified(written(text))).toMatch(/entries hold/);
    }
  });

  it('A116 shows a company nothing of another, and a rep nothing at all', async () => {
    const theirs = await textOf(await globex.api('gil@globex.example'));
    expect(theirs).toContain(globex.tenant);
    for (const ours of [acme.tenant, ada, rob, 'territory grew']) expect(theirs).not.toContain(ours);
    const asRob = await acme.api('rob@acme.example');
    for (const path of ['/v1/audit', '/v1/audit/export', '/v1/audit/head']) {
      expect(await refusalOf(asRob.get(path))).toEqual([403, 'permission.missing']);
    }
  });

  it('refuses a reason that a log could not carry', async () => {
    const api = await acme.api();
    const reasoned = (why: string) =>
      api.put(`/v1/people/${rob}/quotas/2026-q3`, { amountMinor: '1', currency: 'EUR' }, because(why, 'req'));
    expect(await refusalOf(reasoned('x'.repeat(201)))).toEqual([400, 'reason.invalid']);
    expect(await refusalOf(reasoned('für'))).toEqual([400, 'reason.invalid']);
    expect(await reasoned('x'.repeat(200))).toMatchObject({ version: 1 });
  });
});
