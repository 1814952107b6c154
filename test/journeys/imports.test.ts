/** Files over HTTP: tried, applied, counted row by row, and paid like what webhooks bring. */
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { bring, type Brought, openImport, startImport } from '../../infra/cli/bring.ts';
import { type Exported, takeOut } from '../../infra/cli/exports.ts';
import type { Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { COMMISSION, enrolled, runOf, setQuota, statementOf } from '../kit/paying.ts';
import { closeBySchedule, type Company, dealMessage, hire, onboard, platformFrom } from '../kit/platform.ts';
import * as files from './files.ts';
import { creditsOf, dealOf, racesJourney } from './races.ts';

const platform = platformFrom('2026-02-10T09:00:00Z');

const DEALS: Json = {
  kind: 'deals',
  format: 'csv',
  csv: { delimiter: ',', header: true },
  where: [{ column: 'Seller', filled: true }],
  fields: {
    recordId: { column: 'Order' },
    day: { column: 'Date' },
    amount: { column: 'Amount', minor: 'half-even' },
    currency: { constant: 'EUR' },
    ownerRef: { column: 'Seller' },
    status: { constant: 'won' },
    territoryRef: { column: 'Region' },
  },
};
const ORDERS = [
  'Order,Date,Amount,Seller,Region',
  'O1,2026-01-10,1000.005,u-ana,1',
  'O2,2026-02-03,500.00,u-ana,2',
  'O3,2026-02-04,70.00,,2',
  'O4,2026-02-05,80.00,u-nobody,2',
  'O5,2025-02-05,80.00,u-ana,2',
].join('\n');

let company: Company;
let trials: Company;
let races: Company;
let ana: string;

beforeAll(async () => {
  company = await onboard(platform.current);
  const api = await company.api();
  ana = await hire(api, 'Ana');
  await enrolled(api, [ana], {
    name: 'Sellers',
    period: 'quarter',
    components: [COMMISSION],
    from: '2026-01-01',
  });
  await setQuota(api, ana, '2026-q1', '100000');
});

const orders = (text = ORDERS) => ({
  name: 'Orders',
  mapping: DEALS,
  bytes: Buffer.from(text),
  connector: company.connector.id,
});

describe('files as they come', () => {
  let person: string;
  const brought: Brought[] = [];
  beforeAll(async () => {
    trials = await onboard(platform.current, { name: 'Trials' });
    const api = await trials.api();
    person = await hire(api, 'Ana');
    const flat = { ...COMMISSION, kind: 'flat-rate', rate: '0.1', mode: undefined, bands: undefined };
    await enrolled(api, [person], { name: 'Sellers', period: 'quarter', components: [flat] });
  });
  const filed = ({ name, mapping, file }: Pick<files.Case, 'name' | 'mapping' | 'file'>) => ({
    name: name.slice(0, 60),
    mapping,
    bytes: Buffer.from(file),
    ...(mapping['kind'] === 'deals' && { connector: trials.connector.id }),
  });

  it.each(files.CASES)('accounts for each row of $name', async (each) => {
    const api = await trials.api();
    const done = await bring(api, filed(each));
    brought.push(done);
    const { tally } = done;
    expect(done).toMatchObject({ status: 'done', readBytes: Buffer.from(each.file).length });
    expect(tally).toMatchObject({ rows: each.rows, accepted: each.accepted, ignored: each.ignored ?? {} });
    expect(tally.rows).toBe(tally.accepted + tally.ignoredRows + tally.rejectedRows);
    const rejects = await api.list<Brought['tally']['rejects'][number]>(`/v1/imports/${done.id}/rejects`);
    expect(rejects.map(({ line, column, code }) => [line, column, code])).toEqual(each.rejected ?? []);
    expect(rejects).toEqual(tally.rejects);
    expect(tally.totals['EUR']).toEqual({ rows: each.accepted, minor: each.minor, away: '0' });
  });

  it.each(files.MISFITS)('fails with $code at $name', async ({ code, at, ...each }) => {
    const failed = await bring(await trials.api(), filed(each));
    expect(failed).toMatchObject({ status: 'failed', failure: { code }, tally: { accepted: 0 } });
    if (at) expect(failed.failure?.errors).toContainEqual({ pointer: at, message: expect.any(String) });
  });

  it('keeps text as it is written, formulas too', async () => {
    const api = await trials.api();
    const notes = ['H1', 'H2', 'H3', 'J1'].map(async (record) => {
      const { state } = await api.get<{ state: Json }>(`/v1/deals/${dealOf(trials, record)}`);
      return state['stage'];
    });
    // The shield that a spreadsheet needs, as of H3, is no part of the text.
    expect(await Promise.all(notes)).toEqual(['=1+1', 'a "b",\r\nc', '=1+1', '=1+1']);
  });

  it('credits what the tallies add up to', async () => {
    const api = await trials.api();
    const { id } = await runOf(platform.current, api, '2026-q1', 'preview');
    const { components, totalMinor } = await statementOf(api, person, '2026-q1', id);
    const sums = brought.map(({ tally }) => BigInt(tally.totals['EUR']?.minor ?? 0));
    // All but the quotas of 1,300.00, and but the deal of seventeen digits, which nobody owns.
    const credited = sums.reduce((sum, minor) => sum + minor, 0n) - 130_000n - 12_345_678_901_234_567n;
    expect(credited).toBe(100n + 123_450n + 100n + 400n + 100n + 100n + 600n + 100n + 110n);
    expect(components[0]?.creditedMinor).toBe(String(credited));
    // 10 % of 1,250.60.
    expect(totalMinor).toBe('12506');
  });

  it('starts nothing that was cut on its way', async () => {
    const api = await trials.api();
    const whole = Buffer.from('Order,Date,Amount,Seller,Note\nL1,2026-01-10,1000,u-ana,\n');
    const body = { name: 'Cut', mapping: files.DEALS, connector: trials.connector.id, bytes: whole.length };
    const cut = await api.post<{ id: string; upload: { url: string } }>('/v1/imports', body, { key: 'cut' });
    await hangUp(cut.upload.url, whole, 40);
    const start = () => api.post<Brought>(`/v1/imports/${cut.id}/start`);
    expect(await refusalOf(start())).toEqual([409, 'file.missing']);
    // Somebody else cut it before it was put: of 1,000 only 100 is left, which no reader could know.
    await fetch(cut.upload.url, { method: 'PUT', body: whole.subarray(0, whole.length - 10) });
    expect(await refusalOf(start())).toEqual([409, 'file.cut']);
    await fetch(cut.upload.url, { method: 'PUT', body: whole });
    expect(await startImport(api, cut.id)).toMatchObject({ status: 'done', tally: { accepted: 1 } });
  });

  it('applies a file once, whatever it is called, tried before or not, and both at a time', async () => {
    const api = await trials.api();
    const text = 'Order,Date,Amount,Seller,Note\nM1,2026-01-10,1.00,u-ana,\n';
    const named = (name: string) => filed({ name, mapping: files.DEALS, file: text });
    const ids = [await openImport(api, named('one')), await openImport(api, named('two'))];
    for (const id of ids)
      expect(await startImport(api, id, { dryRun: true })).toMatchObject({ tally: { accepted: 1 } });
    const both = await Promise.all(ids.map((id) => startImport(api, id)));
    expect(both.map(({ status }) => status).sort()).toEqual(['done', 'same']);
    const [done, same] = both.sort((a, b) => (a.status < b.status ? -1 : 1));
    expect(same?.sameAs).toBe(done?.id);
    expect(await bring(api, named('three'))).toMatchObject({ status: 'same', sameAs: done?.id });
    expect(await creditsOf(trials, 'M1')).toEqual(['100']);
  });
});

describe('a deal of a file and of webhooks', () => {
  racesJourney(platform, (company) => {
    races = company;
  });
});

describe('what goes out', () => {
  const given = async (of: Company, asked: Json) => {
    const api = await of.api();
    const waiting = await api.post<Exported>('/v1/exports', asked, { key: JSON.stringify(asked) });
    expect(waiting).toMatchObject({ status: 'waiting', download: null });
    const done = await takeOut(api, asked);
    const { data } = done;
    return { ...done, data: Buffer.from(data).toString() };
  };
  const backIn = async (of: Company, asked: Json) => {
    const { data, mapping, rows } = await given(of, asked);
    const { connector } = asked as { connector?: string };
    const name = `Back in ${JSON.stringify(asked).length}`;
    const bytes = Buffer.from(data);
    const back = await bring(await of.api(), { name, mapping, bytes, ...(connector && { connector }) });
    expect(back).toMatchObject({
      status: 'done',
      tally: { rows, accepted: 0, ignored: { 'record.known': rows } },
    });
    return data;
  };

  it('comes back in unchanged: deals of files and of webhooks, each as it is now, by record id', async () => {
    const { id: connector } = races.connector;
    const data = await backIn(races, { kind: 'deals', connector, delimiter: ';' });
    const [header, ...deals] = data.trimEnd().split('\r\n');
    expect(header).toBe(
      'recordId;day;amount;currency;ownerRef;splits;status;stage;accountRef;territoryRef;product;custom',
    );
    expect(deals.slice(0, 4)).toEqual([
      'R1;2026-02-03;100.00;EUR;u-ana;;won;;;;;',
      'R2;2026-02-03;160.00;EUR;u-ana;;lost;;;;;',
      'R3;2026-02-05;100.00;EUR;u-ana;;won;;;;;',
      'R4;2026-02-05;100.00;EUR;u-ana;;won;;;;;',
    ]);
    // S1 to S6 as webhooks amended them.
    expect(deals.slice(4).map((deal) => deal.split(';')[2])).toEqual(Array(6).fill('160.00'));
  });

  it('comes back in unchanged: text that a spreadsheet would run, seventeen digits, quotas', async () => {
    const { id: connector } = trials.connector;
    const csv = await backIn(trials, { kind: 'deals', connector });
    expect(csv).toContain(`H1,2026-01-10,1.00,EUR,u-ana,,won,'=1+1,`);
    expect(csv).toContain('C1,2026-01-10,123456789012345.67,EUR,,,won,');
    const json = await backIn(trials, { kind: 'deals', connector, format: 'ndjson' });
    expect(json).toContain('"stage":"=1+1"');
    expect(await backIn(trials, { kind: 'quotas' })).toBe(
      'person,period,from,to,measure,amount,currency\r\n' +
        'u-ana,2026-m01,,,bookings,300.00,EUR\r\n' +
        'u-ana,2026-q1,,,bookings,1000.00,EUR\r\n',
    );
  });

  it('is people, lines and enrolments as well, and nothing that nobody keeps', async () => {
    const people = await given(trials, { kind: 'people', format: 'ndjson' });
    expect(people.data).toContain(
      '{"externalId":"u-ana","name":"Ana","email":"ana@acme.example","ownerRefs":["u-ana"]}',
    );
    expect(people.rows).toBe(2);
    expect((await given(trials, { kind: 'lines' })).data).toBe('person,manager,from,to,hierarchy\r\n');
    const { data } = await given(trials, { kind: 'enrolments' });
    expect(data).toContain('u-ana,Sellers,2026-01-01,,\r\n');
    const api = await trials.api();
    const other = (body: Json) => refusalOf(api.post('/v1/exports', body, { key: JSON.stringify(body) }));
    expect(await other({ kind: 'goals' })).toEqual([422, 'input.invalid', '/kind']);
    expect(await other({ kind: 'deals' })).toEqual([422, 'connector.missing', '/connector']);
    const { id: connector } = races.connector;
    expect(await other({ kind: 'deals', connector })).toEqual([422, 'connector.unknown', '/connector']);
  });
});

describe('a file of deals', () => {
  it('is tried without any change, and every row is accounted for', async () => {
    const api = await company.api();
    const tried = await bring(api, { ...orders(), dryRun: true });
    expect(tried).toMatchObject({ status: 'checked' });
    // Five rows: two are taken; O3 has no seller; nobody is u-nobody, and 2025 has no period.
    expect(tried.tally).toMatchObject({
      rows: 5,
      accepted: 2,
      ignored: { 'row.not-taken': 1 },
      rejected: { 'owner.unknown': 1, 'period.missing': 1 },
    });
    expect(tried.tally.totals).toEqual({ EUR: { rows: 2, minor: '150000', away: '0.005' } });
    expect(await api.list(`/v1/imports/${tried.id}/rejects`)).toEqual([
      { line: 5, column: 'Seller', code: 'owner.unknown', message: expect.stringContaining('u-nobody') },
      { line: 6, column: 'Date', code: 'period.missing', message: expect.stringContaining('2025-02-05') },
    ]);
  });

  it('is applied once, however often it is brought', async () => {
    const api = await company.api();
    const first = await bring(api, orders());
    expect(first).toMatchObject({ status: 'done', tally: { rows: 5, accepted: 2, rejectedRows: 2 } });
    expect(await bring(api, orders())).toMatchObject({ status: 'same', sameAs: first.id });
    const again = await bring(api, orders(`${ORDERS}\nO2,2026-02-03,501.00,u-ana,2`));
    expect(again.tally.rejected).toMatchObject({ 'duplicate.other': 1 });
    expect(again.tally.ignored).toMatchObject({ 'record.known': 2 });
    const changed = await bring(api, orders('Order,Date,Amount,Seller,Region\nO1,2026-01-10,999,u-ana,1'));
    expect(changed.tally.rejected).toEqual({ 'deal.imported': 1 });
  });

  it('is paid, and explained down to the line of the file', async () => {
    // A webhook amends O2 after it was imported: −500.00 and +600.00.
    const amended = { amount: '600.00', currency: 'EUR', status: 'won' };
    await company.deliver(dealMessage('O2', 'deal.amended', '2026-02-09T10:00:00Z', amended));
    await platform.current.host.idle();
    await closeBySchedule(platform.current, company, '2026-q1', '2026-04-04T00:00:00Z');
    const api = await company.api();
    const statement = await statementOf(api, ana, '2026-q1');
    // 1,000.00 (half-even of 1,000.005) at 10 %, then 600.00 at 15 % up to 1,250.00 and 20 % above:
    // 100.00 + 250.00 × 15 % + 350.00 × 20 % = 100.00 + 37.50 + 70.00
    expect(statement.totalMinor).toBe('20750');
    const path = `/v1/people/${ana}/statements/2026-q1/lines/1/explanation`;
    const { events } = await api.get<{ events: Json[] }>(path);
    expect(events).toMatchObject([{ event: 'imported', causedTheCredit: true, row: { line: 2 } }]);
  });
});

it('says what is wrong with a mapping, by pointer', async () => {
  const api = await company.api();
  const mapping = { ...DEALS, fields: { ...(DEALS['fields'] as Json), amount: { column: 'Sum' } } };
  const misfit = await bring(api, { ...orders(), mapping });
  expect(misfit).toMatchObject({
    status: 'failed',
    failure: { code: 'mapping.invalid', errors: [{ pointer: '/fields/amount/column' }] },
  });
  const without = api.post('/v1/imports', { name: 'x', mapping: DEALS }, { key: 'without' });
  expect(await refusalOf(without)).toEqual([422, 'connector.missing', '/connector']);
});

/** Promises all bytes, sends some of them and is gone. */
async function hangUp(url: string, whole: Buffer, sent: number): Promise<void> {
  const put = request(url, { method: 'PUT', headers: { 'content-length': whole.length } });
  const ended = new Promise((wake) => put.once('close', wake).once('error', wake));
  await new Promise((wake) => put.write(whole.subarray(0, sent), wake));
  put.destroy();
  await ended;
}
