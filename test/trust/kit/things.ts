/** A company with at least one of everything that has an id; two of them are neighbours who know nothing. */
import { dealIdOf } from '../../../functions/deals/deal.ts';
import { openImport } from '../../../infra/cli/bring.ts';
import { Client } from '../../../infra/cli/client.ts';
import { ConnectorId } from '../../../shared/kernel/ids.ts';
import { COMMISSION, enrolled, runOf, setQuota } from '../../kit/paying.ts';
import { type Company, COMPANY, dealMessage, hire, onboard, type Platform } from '../../kit/platform.ts';
import type { Kind } from './ids.ts';
import { staffAllRoles, type Tokens } from './tokens.ts';

/** Ids by kind, and some of a kind for special ends. */
export type Things = Readonly<Record<Kind, string>> & {
  readonly company: Company;
  readonly machineKey: string;
  /** The fingerprint of the letter of `spareEnrolment`, which is the report's. */
  readonly letter: string;
  readonly spareEnrolment: string;
  /** Months: one that ended and is not closed, the present one; and the open quarter. */
  readonly ended: string;
  readonly present: string;
  readonly open: string;
  /** For requests that take something away. */
  readonly spareKey: string;
  readonly spareLogin: string;
  readonly spareAdjustment: string;
  /** Rejected; `reopening` is approved. */
  readonly spareReopening: string;
  /** Like the deal itself, overridden with what its CRM says. */
  readonly spareDeal: string;
  /** The company's own key, which others may have as well. */
  readonly territory: string;
  /** Somebody who may report to `person`. */
  readonly report: string;
};

export type Calendar = {
  readonly name: string;
  readonly email: string;
  readonly fiscalYearStartsIn: number;
  /** The first full month: deals are won in it, and a run is made of it. */
  readonly month: string;
  readonly day: string;
  readonly ended: string;
  readonly present: string;
  readonly open: string;
};

export async function founded(platform: Platform, about: Calendar): Promise<Things> {
  const { name, email, fiscalYearStartsIn } = about;
  const company = await onboard(platform, { name, fiscalYearStartsIn, admin: { name: 'Ada', email } });
  const api = await company.api(email);
  const person = await hire(api, 'Ana');
  const report = await hire(api, 'Rob', { person, from: '2026-01-01' });
  await api.put(`/v1/people/${report}/manager`, {
    manager: person,
    from: '2026-01-01',
    hierarchy: 'product',
  });
  for (const team of ['north', 'south']) {
    await api.put(`/v1/teams/${team}/members/${person}`, { from: '2026-01-01' });
  }
  const plan = await enrolled(api, [person, report], {
    name: 'Sellers',
    period: 'month',
    components: [COMMISSION],
  });
  for (const one of [person, report]) {
    for (const month of [about.month, about.present]) await setQuota(api, one, month, '10000000');
    await api.put(`/v1/people/${one}/results/${about.month}`, { name: 'csat', value: '4.7' });
  }
  await setQuota(api, person, about.open, '30000000');
  const calendar = await calendarOf(api);
  const territory = await territoryOf(api, name, [person, report]);
  await ratesOf(api);
  const machineKey = await staffAllRoles(platform, company, { rep: report, manager: person });
  const [deal, spareDeal] = await sold(platform, company, about);
  await overridden(api, { [deal]: person, [spareDeal]: report });
  const { id: run } = await runOf(platform, api, about.month, 'preview');
  const enrolments = await api.list<{ id: string; person: string }>('/v1/enrolments');
  const enrolmentOf = (whose: string) => enrolments.find((one) => one.person === whose)?.id ?? '';
  const spareEnrolment = enrolmentOf(report);
  const { fingerprint: letter } = await api.get<{ fingerprint: string }>(
    `/v1/enrolments/${spareEnrolment}/letter`,
  );
  const { id: connector } = company.connector;
  const quarantine = `/v1/connectors/${connector}/quarantine`;
  const [{ id: item } = { id: '' }] = await api.list<{ id: string }>(quarantine);
  const access = await accessOf(platform, company, report);
  const files = await filesOf(platform, api, connector);
  const adjustments = await adjustmentsOf(api, person, about);
  const { month: period, ended, present, open } = about;
  const made = {
    calendar,
    territory,
    person,
    report,
    plan,
    deal,
    run,
    enrolment: enrolmentOf(person),
    connector,
    item,
  };
  const times = { period, ended, present, open };
  return {
    ...made,
    ...adjustments,
    ...times,
    ...access,
    ...files,
    spareDeal,
    reopening: '',
    spareReopening: '',
    tenant: company.tenant,
    company,
    machineKey,
    spareEnrolment,
    letter,
  };
}

/** The same once its month is paid, and reopened twice: once in vain. Both sellers are paid otherwise by it. */
export async function reopened({ at, host }: Platform, things: Things, tokens: Tokens): Promise<Things> {
  const { period, person, report } = things;
  const [admin, asking] = [tokens.admin, tokens['comp-admin']].map((token) => new Client(at.api, token));
  if (!admin || !asking) throw new Error('there are tokens of both');
  const asked = { amountMinor: '5000000', currency: 'EUR', forReopening: true };
  for (const one of [person, report]) {
    await admin.put(`/v1/people/${one}/quotas/${period}`, asked, { ifMatch: 1 });
  }
  const ask = async (decision: string) => {
    const path = `/v1/periods/${period}/reopenings`;
    const { id } = await asking.post<{ id: string }>(path, { reason: 'because' }, { key: decision });
    await host.idle();
    await admin.post(`/v1/reopenings/${id}/${decision}`);
    return id;
  };
  return { ...things, spareReopening: await ask('reject'), reopening: await ask('approve') };
}

/** A calendar to report by, of two windows. */
async function calendarOf(api: Client): Promise<string> {
  const shape = { kind: 'boundaries', days: ['2026-01-01', '2026-02-01'], end: null };
  return (await api.post<{ id: string }>('/v1/calendars', { name: 'Seasons', shape }, { key: 'seasons' })).id;
}

/** One territory that both cover, and another. */
async function territoryOf(api: Client, name: string, people: readonly string[]): Promise<string> {
  for (const id of ['1', '2']) await api.put(`/v1/territories/${id}`, { name: `Market ${id} of ${name}` });
  for (const person of people) await api.put(`/v1/people/${person}/territories/1`, { from: '2026-01-01' });
  return '1';
}

/** Two adjustments of a month, and two of the quarter that are decided on. */
async function adjustmentsOf(api: Client, person: string, { month, open }: Calendar) {
  const propose = async (period: string, amountMinor: string) => {
    const asked = { period, amountMinor, reason: 'because' };
    const key = `${period} ${amountMinor}`;
    return (await api.post<{ id: string }>(`/v1/people/${person}/adjustments`, asked, { key })).id;
  };
  for (const amountMinor of ['1', '2']) await propose(month, amountMinor);
  return { adjustment: await propose(open, '1'), spareAdjustment: await propose(open, '2') };
}

async function ratesOf(api: Client): Promise<void> {
  for (const to of ['USD', 'JPY']) await api.put(`/v1/currency-rates/2026-01-02/EUR/${to}`, { rate: '1.5' });
}

/** One deal of each seller that is credited, and two that nobody owns. */
async function sold({ host }: Platform, company: Company, { day }: Calendar): Promise<[string, string]> {
  const won = (recordId: string, ownerRef: string) =>
    dealMessage(recordId, 'deal.won', `${day}T09:00:00.000Z`, {
      amount: '90000.00',
      currency: COMPANY.currency,
      status: 'won',
      ownerRef,
    });
  const owners = { d1: 'u-ana', d2: 'u-rob', q1: 'u-nobody', q2: 'u-nobody' };
  for (const [record, owner] of Object.entries(owners)) {
    const status = await company.deliver(won(record, owner));
    if (status !== 202) throw new Error(`a webhook of ${company.tenant} was answered ${status}`);
  }
  await host.idle();
  const connector = ConnectorId.parse(company.connector.id);
  return [dealIdOf(connector, 'd1'), dealIdOf(connector, 'd2')];
}

async function overridden(api: Client, deals: Readonly<Record<string, string>>): Promise<void> {
  for (const [deal, person] of Object.entries(deals)) {
    const draft = { splits: [{ person, share: '1' }], reason: 'As it is' };
    await api.put(`/v1/deals/${deal}/credit-override`, draft);
  }
}

/** The mapping of a small file of deals. */
export const DEALS = {
  kind: 'deals',
  format: 'ndjson',
  fields: {
    recordId: { column: 'id' },
    day: { column: 'day' },
    amount: { constant: '1' },
    currency: { constant: COMPANY.currency },
    ownerRef: { constant: 'u-ana' },
    status: { constant: 'open' },
  },
};

/** A file that is brought, two of whose rows are rejected, and one that is taken out. */
async function filesOf({ host }: Platform, api: Client, connector: string) {
  const bytes = Buffer.from('{"id":"f1","day":"2026-02-01"}\n{"id":"f2"}\n{"id":"f3"}');
  const brought = await openImport(api, { name: 'Deals', mapping: DEALS, connector, bytes });
  await api.post(`/v1/imports/${brought}/start`, { dryRun: true });
  const asked = { kind: 'deals', connector };
  const { id } = await api.post<{ id: string }>('/v1/exports', asked, { key: 'deals' });
  await host.idle();
  return { import: brought, export: id };
}

async function accessOf({ at }: Platform, company: Company, person: string) {
  const control = new Client(at.control, (await company.api()).token);
  const keyNamed = async (name: string) =>
    (await control.post<{ id: string }>('/v1/keys', { name, roles: ['machine'] }, { key: name })).id;
  const loginOf = async (name: string) => {
    const email = `${name}@${company.tenant.slice(4, 12)}.example`;
    return (await control.post<{ id: string }>('/v1/logins', { email, person, roles: ['rep'] })).id;
  };
  return {
    key: await keyNamed('kept'),
    spareKey: await keyNamed('spare'),
    login: await loginOf('kept'),
    spareLogin: await loginOf('spare'),
  };
}
