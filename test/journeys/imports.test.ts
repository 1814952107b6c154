/** Files over HTTP: tried, applied, counted row by row, and paid like what webhooks bring. */
import { beforeAll, describe, expect, it } from 'vitest';
import { bring } from '../../infra/cli/bring.ts';
import type { Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { COMMISSION, enrolled, setQuota, statementOf } from '../kit/paying.ts';
import { closeBySchedule, type Company, dealMessage, hire, onboard, platformFrom } from '../kit/platform.ts';
import { joinByFiles } from './imports/joining.ts';
import type { Scene } from './imports/kit.ts';
import { takeFilesOut } from './imports/outgoing.ts';
import { raceWebhooks } from './imports/racing.ts';
import { tryFiles } from './imports/trying.ts';

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

const scene = { platform } as Scene;
joinByFiles(scene);
tryFiles(scene);
raceWebhooks(scene);
takeFilesOut(scene);

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
  const { amount: _, ...fields } = DEALS['fields'] as Json;
  const lacking = { name: 'x', mapping: { ...DEALS, fields }, connector: company.connector.id };
  const asked = api.post('/v1/imports', lacking, { key: 'lacking' });
  expect(await refusalOf(asked)).toEqual([422, 'mapping.invalid', '/mapping/fields/amount']);
  const without = api.post('/v1/imports', { name: 'x', mapping: DEALS }, { key: 'without' });
  expect(await refusalOf(without)).toEqual([422, 'connector.missing', '/connector']);
});
