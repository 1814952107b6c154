/** Stops on payday: previews, statements, months that are closed, the year that follows. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Client } from '../../../infra/cli/client.ts';
import { AwsError } from '../../../infra/local/aws/endpoint.ts';
import { COMMISSION, enrolled, type Run, setQuota } from '../../kit/paying.ts';
import { hire } from '../../kit/platform.ts';
import { databaseClient, itemsOf } from '../kit/partitions.ts';
import { connect, large, send, won } from './crm.ts';
import {
  type Guide,
  newcomer,
  redeliver,
  renewed,
  show,
  type Stop,
  tick,
  twoPages,
  untilNight,
} from './guide.ts';

/** A company whose first fiscal month was February, with a seller who won a deal in it. */
async function selling(guide: Guide, closeAfterDays: number) {
  const { id: tenant, api } = await newcomer(guide, { fiscalYearStartsIn: 2, closeAfterDays });
  const person = await hire(api, 'Ana');
  const components = [COMMISSION];
  await enrolled(api, [person], { name: 'Sellers', period: 'month', components });
  for (const month of ['2027-m01', '2027-m02']) await setQuota(api, person, month, '10000000');
  const crm = await connect(api, 'CRM');
  await send(guide, crm, won('d1', '2026-02-10'));
  await send(guide, crm, large('d2', '2026-02-11'));
  return { tenant, api, person, crm };
}

const explained = (person: string, more = '') =>
  `/v1/people/${person}/statements/2027-m01/lines/1/explanation${more}`;

async function runsOf(api: Client, kind: string): Promise<Run[]> {
  return (await api.list<Run>('/v1/runs')).filter(({ summary }) => summary.kind === kind);
}

const previews: Stop = {
  name: 'previews',
  async visit(guide) {
    const { tenant, api, person } = await selling(guide, 60);
    const asked = { period: '2027-m02', amountMinor: '100' };
    await api.post(`/v1/people/${person}/estimate`, asked);
    const { id } = await api.post<Run>('/v1/runs', { period: '2027-m01' }, { key: 'preview' });
    await guide.platform.host.idle();
    const { status, payees } = await api.get<Run>(`/v1/runs/${id}`);
    show('it is calculated', status === 'calculated' && payees === 1);
    await twoPages(api, '/v1/runs');
    show('it tells of payees', (await api.list(`/v1/runs/${id}/payees`)).length === 1);
    const { lines } = await api.get<{ lines: object[] }>(
      `/v1/people/${person}/statements/2027-m01?run=${id}`,
    );
    show('both deals are paid', lines.length === 2);
    for (const line of [1, 2])
      await api.get(explained(person, `?run=${id}`).replace('lines/1', `lines/${line}`));
    await redeliver(guide, 'runs-on-run-started', 'run.started', { tenant, data: { run: id } });
  },
};

const schedule: Stop = {
  name: 'a month closes by the schedule',
  async visit(guide) {
    const { tenant, api, person, crm } = await selling(guide, 0);
    await bringForward(guide, tenant, '2027-m01');
    await tick(guide);
    await tick(guide);
    const fresh = await renewed(guide, tenant, api);
    show('it is locked', (await fresh.get('/v1/periods/2027-m01'))['status'] === 'locked');
    const path = `/v1/people/${person}/statements`;
    show('it has a statement', (await fresh.get(`${path}/2027-m01`))['status'] === 'published');
    await twoPages(fresh, path);
    await fresh.get(explained(person));
    await fresh.get(`${path}/2027-m01/goals`);
    await reported(fresh);
    const [final] = await runsOf(fresh, 'final');
    const again = { run: final?.id, again: guide.platform.host.clock.now().toISOString() };
    await redeliver(guide, 'runs-on-run-started', 'run.started', { tenant, data: again });
    await redeliver(guide, 'runs-on-run-due', 'run.due', { tenant, data: { period: '2027-m01' } });
    const published = { tenant, data: { run: final?.id, period: '2027-m01' } };
    await redeliver(guide, 'periods-on-run-published', 'run.published', published);
    await send(guide, crm, won('late', '2026-02-20'));
    await send(guide, crm, won('far', '2041-02-20'));
    const held = await fresh.list(`/v1/connectors/${crm.id}/quarantine`);
    show('only what no period has a day for is held', held.length === 1);
  },
};

/** What was sold stands beside what is paid, and one of the customers is not known by name. */
async function reported(api: Client): Promise<void> {
  const calendar = { name: 'Seasons', shape: { kind: 'boundaries', days: ['2026-02-01'], end: null } };
  const { id } = await api.post<{ id: string }>('/v1/calendars', calendar, { key: 'seasons' });
  const sold = `/v1/reports/sales?by=person&each=window&calendar=${id}`;
  const { total } = await api.get<{ total: { deals: number } }>(sold);
  show('both deals are reported', total.deals === 2);
  const performed = await api.get<{ rows: { own: object; pay: { status: string } }[] }>(
    '/v1/reports/performance?period=2027-m01',
  );
  show('the pay is published', performed.rows[0]?.pay.status === 'published');
  const customers = await api.get('/v1/reports/customers?from=2026-02-01');
  show('nobody knows who bought', customers['withoutAccount'] === 2);
}

/**
 * Has a period fall due now. A company has thirty days for what was over when it came, and a tour that took
 * as long would close the months of all companies that came before.
 */
async function bringForward({ platform }: Guide, tenant: string, period: string): Promise<void> {
  const client = databaseClient(platform);
  const at = platform.host.clock.now().toISOString();
  const items = await itemsOf(platform, `T#${tenant}#PERIODS`);
  const found = items.find(({ id }) => id?.S === period);
  show('the period is there', found !== undefined);
  const due = { concern: 'close', at, tenant, subject: period };
  const note = Object.fromEntries(Object.entries(due).map(([name, value]) => [name, { S: value }]));
  const sk = { S: `${at}#${tenant}#${period}` };
  for (const Item of [
    { ...found, closesAt: { S: at } },
    { ...note, pk: { S: 'C#DUE#close' }, sk },
  ]) {
    await client.send(new PutItemCommand({ TableName: 'attain-pool', Item }));
  }
  client.destroy();
}

/** Half and more of a quota, in a month after one that is paid: found at night, and not again. */
const reached: Stop = {
  name: 'milestones',
  async visit(guide) {
    const { tenant, api, person } = await selling(guide, 60);
    await api.post('/v1/periods/2027-m01/close');
    await api.post<Run>('/v1/runs', { period: '2027-m01' }, { key: 'final' });
    await guide.platform.host.idle();
    await untilNight(guide);
    const fresh = await renewed(guide, tenant, api);
    await twoPages(fresh, `/v1/people/${person}/notices`);
    await redeliver(guide, 'milestones-on-milestones-due', 'milestones.due', { tenant, data: {} });
  },
};

const byHand: Stop = {
  name: 'a month is closed by hand',
  async visit(guide) {
    const { api } = await newcomer(guide, { fiscalYearStartsIn: 2, closeAfterDays: 60 });
    const { status } = await api.post('/v1/periods/2027-m01/close');
    show('it is closing', status === 'calculating');
    const lift = losingEnds(guide);
    const { id } = await api.post<Run>('/v1/runs', { period: '2027-m01' }, { key: 'final' });
    const again = await api.post<Run>('/v1/runs', { period: '2027-m01' }, { key: 'final too' });
    show('there is one final run', again.id === id);
    await guide.platform.host.idle();
    lift();
    // Nobody is paid in it, so it ends where it began.
    show('it is published', (await api.get<Run>(`/v1/runs/${id}`)).status === 'published');
  },
};

/** The function that publishes dies once, right after it has: who comes next finds it done. */
function losingEnds({ platform: { host } }: Guide): () => void {
  let published = false;
  let lost = false;
  host.aws.onCall(({ principal, operation, input }) => {
    if (principal.functionName !== 'attain-pool-runs-step-finish-run' || lost) return 'pass';
    lost = published && operation === 'UpdateItem';
    published ||= operation === 'PutItem' && JSON.stringify(input['Item']).includes('#PUB"');
    if (lost) throw new AwsError('ValidationException', 'made to fail');
    return 'pass';
  });
  return () => host.aws.onCall(undefined);
}

/** A part of it fails for good, and whoever asks for it once more has it calculated. */
const failed: Stop = {
  name: 'a run fails and is begun again',
  async visit(guide) {
    const { api } = await selling(guide, 60);
    await api.post('/v1/periods/2027-m01/close');
    const { aws } = guide.platform.host;
    aws.onCall(({ principal }) => {
      return principal.functionName === 'attain-pool-runs-step-calculate-shard' ? 'refuse' : 'pass';
    });
    const { id } = await api.post<Run>('/v1/runs', { period: '2027-m01' }, { key: 'final' });
    await guide.platform.host.idle();
    aws.onCall(undefined);
    show('it failed', (await api.get<Run>(`/v1/runs/${id}`)).status === 'failed');
    await api.post<Run>('/v1/runs', { period: '2027-m01' }, { key: 'final again' });
    await guide.platform.host.idle();
    show('it is published', (await api.get<Run>(`/v1/runs/${id}`)).status === 'published');
  },
};

/** Two messages of one schedule: the second finds what the first began, and begins nothing. */
const twice: Stop = {
  name: 'a run is due twice',
  async visit(guide) {
    const { id: tenant, api } = await newcomer(guide, { fiscalYearStartsIn: 2, closeAfterDays: 60 });
    await api.post('/v1/periods/2027-m01/close');
    const due = { tenant, data: { period: '2027-m01' } };
    await Promise.all([1, 2].map(() => redeliver(guide, 'runs-on-run-due', 'run.due', due)));
    const runs = await api.list<Run>('/v1/runs');
    show('there is one run, and it is published', runs.map(({ status }) => status).join() === 'published');
  },
};

const nextYear: Stop = {
  name: 'the year after the last one',
  async visit(guide) {
    const { id: tenant, api } = await newcomer(guide, { closeAfterDays: 60 });
    const before = (await api.list('/v1/periods')).length;
    const at = '2027-01-02T00:00:00.000Z';
    await redeliver(guide, 'periods-on-close-due', 'close.due', { tenant, data: {}, at });
    show('it lies ahead', (await api.list('/v1/periods')).length === before + 16);
  },
};

export const onPayday: readonly Stop[] = [previews, schedule, reached, byHand, failed, twice, nextYear];
