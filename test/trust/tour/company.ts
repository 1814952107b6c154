/** Stops in the life of a company: it comes, gives access, is put off, hires, promises. */
import { type Client, Client as ApiClient } from '../../../infra/cli/client.ts';
import { withKey } from '../../../infra/cli/sign-in.ts';
import { COMMISSION } from '../../kit/paying.ts';
import { COMPANY } from '../../kit/platform.ts';
import { type Guide, newcomer, redeliver, remove, show, type Stop, twoPages, untilNight } from './guide.ts';

const comes: Stop = {
  name: 'a company comes',
  async visit(guide) {
    const { id, api } = await newcomer(guide);
    const { operator, platform, n } = guide;
    show('it has settings', (await api.get('/v1/settings'))['name'] === `Newcomer ${n}`);
    show('it has its admin', (await api.list('/v1/people')).length === 1);
    show('it has a calendar', (await twoPages(api, '/v1/periods')).length === 2);
    show('it has a plan', (await api.list('/v1/plans')).length === 1);
    const own = new ApiClient(platform.at.control, api.token);
    show('it sees itself', (await own.get(`/v1/tenants/${id}`))['id'] === id);
    show('operators see it', (await twoPages(operator, '/v1/tenants')).length === 2);
    const data = { ...COMPANY, admin: COMPANY.admin };
    for (const module of ['settings', 'people', 'periods', 'plans'])
      await redeliver(guide, `${module}-on-tenant-created`, 'tenant.created', { tenant: id, data });
  },
};

const access: Stop = {
  name: 'access',
  async visit({ control, platform, n, ana }) {
    const asked = { name: `Key ${n}`, roles: ['machine'] };
    const { id, key } = await control.post<{ id: string; key: string }>('/v1/keys', asked, {
      key: `key ${n}`,
    });
    show('a key signs in', Boolean((await withKey(platform.at, key)).token));
    await twoPages(control, '/v1/keys');
    await remove(control, `/v1/keys/${id}`);
    const wanted = { email: `guest-${n}@acme.example`, person: ana, roles: ['rep'] };
    const login = await control.post<{ id: string }>('/v1/logins', wanted);
    show('a login is made once', (await control.post('/v1/logins', wanted))['id'] === login.id);
    await twoPages(control, '/v1/logins');
    await remove(control, `/v1/logins/${login.id}`);
  },
};

async function standing({ platform: { host } }: Guide, api: Client, wanted: number): Promise<void> {
  await host.idle();
  await host.clock.moveTo(new Date(host.clock.now().getTime() + 5_000));
  const { status } = await fetch(`${api.url}/v1/settings`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  show(`it is answered ${wanted}`, status === wanted);
}

const suspension: Stop = {
  name: 'suspension',
  async visit(guide) {
    const { id, api } = await newcomer(guide);
    await guide.operator.post(`/v1/tenants/${id}/suspend`);
    await standing(guide, api, 403);
    await guide.operator.post(`/v1/tenants/${id}/resume`);
    await standing(guide, api, 200);
  },
};

const people: Stop = {
  name: 'people',
  async visit({ api, n, ana }) {
    const made = { name: `Pat ${n}`, email: `pat-${n}@acme.example`, ownerRefs: [`u-pat-${n}`] };
    const { id } = await api.post<{ id: string }>('/v1/people', made);
    await api.put(`/v1/people/${id}/manager`, { manager: ana, from: '2026-01-01' });
    await api.patch(`/v1/people/${id}`, { name: `Pat the ${n}.` }, { ifMatch: 1 });
    show('they are renamed', (await api.get(`/v1/people/${id}`))['name'] === `Pat the ${n}.`);
    const { lines } = await api.get<{ lines: object[] }>(`/v1/people/${id}/line`);
    show('they report to somebody', lines.length === 1);
    await twoPages(api, '/v1/people');
    const { id: seat } = await api.post<{ id: string }>('/v1/people', { name: `Seat ${n}`, vacant: true });
    const taken = { name: `Sid ${n}`, email: `sid-${n}@acme.example` };
    await api.patch(`/v1/people/${seat}`, taken, { ifMatch: 1 });
    show('a seat is filled', (await api.get(`/v1/people/${seat}`))['email'] === taken.email);
  },
};

const teams: Stop = {
  name: 'teams and hierarchies',
  async visit({ api, n, ana }) {
    const [admin] = (await api.list<{ id: string }>('/v1/people')).filter(({ id }) => id !== ana);
    const hierarchy = `product-${n}`;
    await api.put(`/v1/people/${ana}/manager`, { manager: admin?.id, from: '2026-01-01', hierarchy });
    const { lines } = await api.get<{ lines: object[] }>(`/v1/people/${ana}/line?hierarchy=${hierarchy}`);
    show('they report to somebody there', lines.length === 1);
    await twoPages(api, '/v1/hierarchies');
    const north = `/v1/teams/north-${n}`;
    for (const team of [north, `/v1/teams/south-${n}`]) {
      await api.put(`${team}/members/${ana}`, { from: '2026-01-01' });
    }
    show('it has a member', (await api.get<{ members: object[] }>(north)).members.length === 1);
    const { stays } = await api.get<{ stays: object[] }>(`${north}/members/${ana}`);
    show('they stay', stays.length === 1);
    await twoPages(api, '/v1/teams');
  },
};

const letters: Stop = {
  name: 'plan letters',
  async visit({ api, n, ana }) {
    const [admin] = (await api.list<{ id: string }>('/v1/people')).filter(({ id }) => id !== ana);
    const draft = { name: `Letters ${n}`, currency: 'EUR', period: 'month', components: [COMMISSION] };
    const { plan } = await api.post<{ plan: string }>('/v1/plans', draft, { key: `letters ${n}` });
    const enrolled = { person: admin?.id, plan, version: 1, from: '2026-01-01' };
    const { id } = await api.post<{ id: string }>('/v1/enrolments', enrolled, { key: `letters ${n}` });
    const letter = `/v1/enrolments/${id}/letter`;
    const { fingerprint } = await api.get(letter);
    await api.post(`${letter}/acceptance`, { fingerprint });
    show('it is accepted', (await api.get(letter))['acceptedAt'] !== null);
    const { accepted } = await api.get(`/v1/plans/${plan}/versions/1/acceptances`);
    show('everybody has accepted', accepted === 1);
  },
};

/** Found unsigned at night, and told again of when the night comes twice. */
const reminders: Stop = {
  name: 'reminders of plan letters',
  async visit(guide) {
    const { api, n, ana, company } = guide;
    const draft = { name: `Unsigned ${n}`, currency: 'EUR', period: 'month', components: [COMMISSION] };
    const { plan } = await api.post<{ plan: string }>('/v1/plans', draft, { key: `unsigned ${n}` });
    const enrolled = { person: ana, plan, version: 1, from: '2026-01-01' };
    const { id } = await api.post<{ id: string }>('/v1/enrolments', enrolled, { key: `unsigned ${n}` });
    await untilNight(guide);
    const fresh = await company.api();
    const { reminders: told } = await fresh.get<{ reminders: object[] }>(`/v1/enrolments/${id}/letter`);
    show('it was told of at night', told.length === 1);
    const { open } = await fresh.get<{ open: { reminders: object[] }[] }>(
      `/v1/plans/${plan}/versions/1/acceptances`,
    );
    show('who looks sees it', open[0]?.reminders.length === 1);
    await redeliver(guide, 'letters-on-letters-due', 'letters.due', { tenant: company.tenant, data: {} });
  },
};

const quotas: Stop = {
  name: 'quotas',
  async visit({ api, n, ana }) {
    const path = `/v1/people/${ana}/quotas/2026-m03`;
    type Quotas = { readonly quotas: readonly { readonly measure: string; readonly version: number }[] };
    const before = await api.get<Quotas>(path);
    for (const measure of ['bookings', 'meetings']) {
      const ifMatch = before.quotas.find((quota) => quota.measure === measure)?.version;
      await api.put(path, { measure, amountMinor: String(1_000_000 + n), currency: 'EUR' }, { ifMatch });
    }
    show('both are kept', (await api.get<Quotas>(path)).quotas.length === 2);
    await twoPages(api, '/v1/periods/2026-m03/quotas');
    const measure = `year-${n}`;
    const asked = { year: 2026, measure, amountMinor: '100', currency: 'EUR', onlyOpen: true };
    await api.post(`/v1/people/${ana}/annual-quotas`, asked);
    const year = `/v1/people/${ana}/annual-quotas/2026?measure=${measure}`;
    show('the year is there', (await api.get<Quotas>(year)).quotas.length === 4);
  },
};

const results: Stop = {
  name: 'recorded results',
  async visit({ api, n, ana }) {
    const path = `/v1/people/${ana}/results/2026-m03`;
    for (const name of [`csat-${n}`, `nps-${n}`]) await api.put(path, { name, value: '0.5' });
    const { results } = await api.get<{ results: readonly object[] }>(path);
    show('both are recorded', results.length >= 2);
    await twoPages(api, '/v1/periods/2026-m03/results');
  },
};

const plans: Stop = {
  name: 'plans',
  async visit({ api, n }) {
    const draft = { name: `Plan ${n}`, period: 'month', currency: 'EUR', components: [COMMISSION] };
    const { plan } = await api.post<{ plan: string }>('/v1/plans', draft, { key: `plan ${n}` });
    const again = await api.post<{ plan: string }>('/v1/plans', draft, { key: `plan ${n}` });
    show('it is made once', again.plan === plan);
    await api.post(`/v1/plans/${plan}/versions`, { ...draft, name: `Plan the ${n}.` }, { key: `next ${n}` });
    show('it has a next version', (await api.get(`/v1/plans/${plan}`))['version'] === 2);
    await api.get(`/v1/plans/${plan}/versions/1`);
    await api.get(`/v1/plans/${plan}/versions/2/text`);
    await twoPages(api, '/v1/plans');
  },
};

const enrolments: Stop = {
  name: 'enrolments',
  async visit({ api, n, ana }) {
    const [plan] = await api.list<{ id: string }>('/v1/plans');
    const dayOf = (day: number) => new Date(Date.UTC(2030, 0, day)).toISOString().slice(0, 10);
    const [from, to, later] = [dayOf(2 * n), dayOf(2 * n + 1), dayOf(2 * n + 2)];
    const asked = { person: ana, plan: plan?.id, version: 1, from, to };
    const { id } = await api.post<{ id: string }>('/v1/enrolments', asked, { key: `enrolment ${n}` });
    const path = `/v1/enrolments/${id}`;
    await api.patch(path, { to: later }, { ifMatch: await api.tagOf(path) });
    show('it has another end', (await api.get(path))['to'] === later);
    await twoPages(api, '/v1/enrolments');
  },
};

export const inACompany: readonly Stop[] = [
  comes,
  access,
  suspension,
  people,
  teams,
  quotas,
  results,
  plans,
  enrolments,
  letters,
  reminders,
];
