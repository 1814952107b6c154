/** Files of deals and quotas are brought and applied, beside webhooks of the same deals; then one is taken out. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Brought } from '../../../infra/cli/bring.ts';
import type { Json } from '../../../infra/cli/client.ts';
import type { Exported } from '../../../infra/cli/exports.ts';
import { COMMISSION, enrolled, type Run } from '../../kit/paying.ts';
import type { Customer } from '../customer.ts';
import type { Said } from '../model.ts';
import { dealsOf } from '../reading.ts';
import { messageOf, type Scene, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const MONTH = '2026-m01';
const BEFORE: Said = { record: 'd1', day: 5, what: 'won', amount: 100, status: 'won', owner: 'Ana' };
const AFTER: Said = { record: 'd2', day: 14, what: 'amended', amount: 400, status: 'won' };

const column = (name: string): Json => ({ column: name });
const DEALS: Json = {
  kind: 'deals',
  format: 'csv',
  csv: { delimiter: ',', header: true },
  fields: {
    recordId: column('Order'),
    day: column('Date'),
    amount: column('Amount'),
    ownerRef: column('Seller'),
    currency: { constant: 'EUR' },
    status: { constant: 'won' },
  },
};
const ORDERS = [
  'Order,Date,Amount,Seller',
  'd1,2026-01-04,90,u-ana',
  'd2,2026-01-09,300,u-ana',
  'd2,2026-01-09,300,u-ana',
  'd3,2026-01-09,70,u-nobody',
];
const QUOTAS: Json = {
  kind: 'quotas',
  format: 'ndjson',
  fields: {
    person: column('Who'),
    period: { constant: MONTH },
    amount: column('Quota'),
    currency: { constant: 'EUR' },
  },
};

type Bringing = { readonly name: string; readonly mapping: Json; readonly connector?: string };

/** Whoever puts a file at its address tries again by themselves, and asks for another address. */
async function bringIn(scene: Scene, admin: Customer, asked: Bringing, file: string): Promise<string> {
  const { id } = await admin.post<{ id: string }>('/v1/imports', asked, asked.name);
  let isThere = false;
  for (let attempt = 1; attempt <= 10 && !isThere; attempt += 1) {
    const { url } = await admin.post<{ url: string }>(`/v1/imports/${id}/address`);
    isThere = await fetch(url, { method: 'PUT', body: file }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!isThere) await pause(50);
  }
  await admin.post(`/v1/imports/${id}/start`);
  await scene.rest();
  return id;
}

export const files: UseCase = {
  name: 'files',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene);
    const people = await staff(api, 'Ana');
    const connector = company.connector.id;
    const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: COMMISSION.goal };
    await enrolled(api, Object.values(people), { name: 'Sellers', period: 'month', components: [flat] });
    await sendUntilTaken(company, scene, messageOf(BEFORE));
    await scene.host.idle();
    let [orders, exported, run] = ['', '', ''];
    return {
      async act() {
        const deals = { name: 'Orders', mapping: DEALS, connector };
        orders = await bringIn(scene, admin, deals, ORDERS.join('\n'));
        await bringIn(scene, admin, { name: 'Quotas', mapping: QUOTAS }, '{"Who":"u-ana","Quota":"1000"}');
        await sendUntilTaken(company, scene, messageOf(AFTER));
        await scene.rest();
        ({ id: exported } = await admin.post<Exported>('/v1/exports', { kind: 'deals', connector }, 'out'));
        ({ id: run } = await admin.post<Run>('/v1/runs', { period: MONTH }, 'preview'));
        await scene.rest();
      },
      async look() {
        const { status, tally } = await api.get<Brought>(`/v1/imports/${orders}`);
        const rejects = await api.list<Json>(`/v1/imports/${orders}/rejects`);
        const asked = await api.get<{ quotas: Json[] }>(`/v1/people/${people['Ana']}/quotas/${MONTH}`);
        const { download } = await api.get<Exported>(`/v1/exports/${exported}`);
        const file = await fetch(String(download?.url));
        return {
          status,
          rows: [tally.rows, tally.accepted, tally.ignored, tally.rejected, tally.totals],
          rejects: rejects.map(({ line, code }) => [line, code]),
          quotas: asked.quotas.map(({ amountMinor, version }) => [amountMinor, version]),
          credits: await dealsOf(api, connector, people, ['d1', 'd2']),
          paid: (await api.get<Run>(`/v1/runs/${run}`)).totalMinor,
          taken: (await file.text()).split('\r\n').slice(1, -1),
        };
      },
      model: MODEL,
    };
  },
};

const credit = (record: string, day: string, minor: number): Json => ({
  record,
  day: `2026-01-${day}`,
  person: 'Ana',
  amountMinor: String(minor),
});

const MODEL: Json = {
  status: 'done',
  // d1 and d2 once, d2 again, and d3 of nobody: 90.00 and 300.00.
  rows: [
    4,
    2,
    { 'duplicate.same': 1 },
    { 'owner.unknown': 1 },
    { EUR: { rows: 2, minor: '39000', away: '0' } },
  ],
  rejects: [[5, 'owner.unknown']],
  quotas: [['100000', 1]],
  credits: [
    credit('d1', '04', 9_000),
    credit('d1', '05', -9_000),
    credit('d1', '05', 10_000),
    credit('d2', '09', 30_000),
    credit('d2', '14', -30_000),
    credit('d2', '14', 40_000),
  ],
  // 10 % of 100.00 and 400.00.
  paid: '5000',
  taken: ['d1,2026-01-04,100.00', 'd2,2026-01-09,400.00'].map(
    (deal) => `${deal},EUR,u-ana,,won${','.repeat(14)}`,
  ),
};
