/** Stops at files: what a company brings is judged, booked, paid and explained; what it takes out is fetched. */
import { dealIdOf } from '../../../functions/deals/deal.ts';
import { standardMapping } from '../../../functions/imports/export.ts';
import type { Kind } from '../../../functions/imports/targets/index.ts';
import { type Brought, openImport } from '../../../infra/cli/bring.ts';
import type { Client, Json } from '../../../infra/cli/client.ts';
import type { Exported } from '../../../infra/cli/exports.ts';
import { ConnectorId } from '../../../shared/kernel/ids.ts';
import { COMMISSION, enrolled, type Run } from '../../kit/paying.ts';
import { hire } from '../../kit/platform.ts';
import { connect, send, won } from './crm.ts';
import { type Guide, newcomer, redeliver, show, type Stop, twoPages } from './guide.ts';

const text = (fields: Record<string, string>): Json =>
  Object.fromEntries(Object.entries(fields).map(([field, column]) => [field, { column }]));
const ORDERS: Json = {
  kind: 'deals',
  format: 'csv',
  csv: { delimiter: ',', header: true },
  fields: {
    ...text({ recordId: 'Order', day: 'Date', amount: 'Amount', ownerRef: 'Seller', territoryRef: 'Region' }),
    currency: { constant: 'EUR' },
    status: { constant: 'won' },
  },
};
const QUOTAS: Json = {
  kind: 'quotas',
  format: 'ndjson',
  fields: { ...text({ person: 'Who', period: 'When', amount: 'Quota' }), currency: { constant: 'EUR' } },
};
const HEADER = 'Order,Date,Amount,Seller,Region';

type Bringing = { readonly mapping: Json; readonly lines: readonly string[]; readonly connector?: string };

/** Waits for what is under way and no longer: a step that is refused a right never ends by itself. */
async function bringIn(guide: Guide, api: Client, { lines, ...bringing }: Bringing): Promise<Brought> {
  const name = `File ${guide.n}`;
  const id = await openImport(api, { name, bytes: Buffer.from(lines.join('\n')), ...bringing });
  for (const dryRun of [true, false]) {
    await api.post(`/v1/imports/${id}/start`, { dryRun });
    await guide.platform.host.idle();
    const { status } = await api.get<Brought>(`/v1/imports/${id}`);
    show(`it is ${dryRun ? 'tried' : 'applied'}`, status === (dryRun ? 'checked' : 'done'));
  }
  return api.get<Brought>(`/v1/imports/${id}`);
}

const ways = (tally: Brought['tally']): string =>
  [tally.accepted, tally.ignoredRows, tally.rejectedRows].join();

/** A company whose CRM has told of one deal. */
async function trading(guide: Guide) {
  const { id: tenant, api } = await newcomer(guide, { closeAfterDays: 60 });
  const person = await hire(api, 'Ana');
  const crm = await connect(api, 'CRM');
  await send(guide, crm, won('d1', '2026-03-01'));
  return { tenant, api, person, connector: crm.id };
}

const incoming: Stop = {
  name: 'files are brought',
  async visit(guide) {
    const { tenant, api, person, connector } = await trading(guide);
    const orders = (...lines: string[]) => ({ mapping: ORDERS, connector, lines: [HEADER, ...lines] });
    const d2 = 'd2,2026-03-01,500.00,u-ana,North';
    const rejected = [1, 2].map((n) => `x${n},2026-03-01,1.00,u-nobody,`);
    const first = await bringIn(guide, api, orders('d1,2026-02-28,50000,u-ana,North', d2, ...rejected));
    show('two are taken, and two are not', ways(first.tally) === '2,0,2');
    await twoPages(api, `/v1/imports/${first.id}/rejects`);
    const second = await bringIn(guide, api, orders(d2, 'd3,2026-03-01,70.00,u-ana,South'));
    show('one is known', ways(second.tally) === '1,1,0');
    await twoPages(api, '/v1/imports');
    const override = { splits: [{ person, share: '1' }], reason: 'As it is' };
    const d3 = dealIdOf(ConnectorId.parse(connector), 'd3');
    await api.put(`/v1/deals/${d3}/credit-override`, override);
    const quota = `{"Who":"u-ana","When":"2026-m03","Quota":"1000"}`;
    const quotas = await bringIn(guide, api, { mapping: QUOTAS, lines: [quota] });
    show('the quota is set', ways(quotas.tally) === '1,0,0');
    await api.post(`/v1/imports/${quotas.id}/address`);
    await company(guide, api);
    const same = { tenant, data: { import: second.id, pass: 'apply', step: 0 } };
    await redeliver(guide, 'imports-on-import-due', 'import.due', same);
    await paid(guide, api, { person, connector });
  },
};

/** All that a company brings beside its deals, and a report in another currency. */
async function company(guide: Guide, api: Client): Promise<void> {
  await api.put('/v1/territories/North', { name: 'North' });
  const components = [{ id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'Sales' }];
  const plan = { name: 'Brought', currency: 'EUR', period: 'month', components };
  await api.post('/v1/plans', plan, { key: 'brought' });
  const files: readonly (readonly [Kind, string])[] = [
    ['people', '{"externalId":"7","name":"Bea","email":"bea@acme.example"}'],
    ['people', '{"externalId":"7","name":"Beate","email":"bea@acme.example"}'],
    ['lines', '{"person":"7","manager":"u-ana","from":"2026-01-01"}'],
    ['territories', '{"person":"7","territory":"North","from":"2026-01-01"}'],
    ['fx-rates', '{"day":"2026-03-01","from":"EUR","to":"USD","rate":"1.1"}'],
    ['enrolments', '{"person":"7","plan":"Brought","from":"2026-01-01","to":"2026-02-01"}'],
    ['enrolments', '{"person":"7","plan":"Brought","from":"2026-02-01"}'],
    ['results', '{"person":"7","period":"2026-q1","name":"csat","value":"4.7"}'],
  ];
  for (const [kind, line] of files) {
    const mapping = JSON.parse(JSON.stringify(standardMapping(kind, { format: 'ndjson' }))) as Json;
    const { tally } = await bringIn(guide, api, { mapping, lines: [line] });
    show(`${kind} are taken`, ways(tally) === '1,0,0');
  }
  const { rows } = await api.get<{ rows: Json[] }>('/v1/reports/sales?by=person&in=USD');
  show('sales are reported in dollars', rows.length > 0);
}

/** What is brought is paid like what webhooks tell, and explained down to its line. */
async function paid(guide: Guide, api: Client, { person, connector }: { person: string; connector: string }) {
  const deal = await api.get<{ credits: object[] }>(
    `/v1/deals/${dealIdOf(ConnectorId.parse(connector), 'd2')}`,
  );
  show('the deal of a file is credited', deal.credits.length === 1);
  const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: COMMISSION.goal };
  await enrolled(api, [person], { name: 'Sellers', period: 'month', components: [flat] });
  const { id } = await api.post<Run>('/v1/runs', { period: '2026-m03' }, { key: 'preview' });
  await guide.platform.host.idle();
  const path = `/v1/people/${person}/statements/2026-m03`;
  const { lines } = await api.get<{ lines: { line: number }[] }>(`${path}?run=${id}`);
  const events: Json[] = [];
  for (const { line } of lines) {
    const explained = await api.get<{ events: Json[] }>(`${path}/lines/${line}/explanation?run=${id}`);
    events.push(...explained.events);
  }
  show(
    'its line of the file is told',
    events.some(({ row }) => row !== undefined && row !== null),
  );
}

const outgoing: Stop = {
  name: 'files are taken out',
  async visit(guide) {
    const { tenant, api, connector } = await trading(guide);
    const kinds: Json[] = [
      'people',
      'lines',
      'quotas',
      'enrolments',
      'territories',
      'fx-rates',
      'results',
    ].map((kind) => ({ kind }));
    const wanted: Json[] = [...kinds, { kind: 'deals', connector, format: 'ndjson' }];
    for (const asked of wanted) {
      const { id } = await api.post<Exported>('/v1/exports', asked, {
        key: `export ${String(asked['kind'])}`,
      });
      await guide.platform.host.idle();
      const { download } = await api.get<Exported>(`/v1/exports/${id}`);
      const file = await fetch(download?.url ?? 'http://127.0.0.1:9');
      show(`${String(asked['kind'])} can be fetched`, file.ok && (await file.text()).length > 0);
      await redeliver(guide, 'imports-on-export-due', 'export.due', { tenant, data: { export: id } });
    }
  },
};

export const ofFiles: readonly Stop[] = [incoming, outgoing];
