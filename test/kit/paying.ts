/** Plans, quotas, runs and statements, as journeys ask for them. */
import type { Client, Json } from '../../infra/cli/client.ts';
import { sideBySide } from './asking.ts';
import type { Platform } from './platform.ts';

/** 10 % up to the quota, 15 % from there to 125 % of it, 20 % above. */
export const COMMISSION = {
  id: 'commission',
  name: 'Commission',
  kind: 'rate-table',
  mode: 'marginal',
  goal: 'Quota attainment',
  bands: [
    { from: '0', to: '1', rate: '0.10' },
    { from: '1', to: '1.25', rate: '0.15' },
    { from: '1.25', to: null, rate: '0.20' },
  ],
};

export type Statement = {
  readonly person: string;
  readonly name: string;
  readonly run: string;
  readonly status: string;
  readonly calculatedAt?: string;
  readonly totalMinor: string;
  readonly components: readonly (Json & {
    creditedMinor: string;
    amountMinor: string;
    attainment?: string;
  })[];
  readonly lines: readonly (Json & {
    line: number;
    component: string;
    day: string;
    dealRef: string;
    creditedMinor: string;
    amountMinor: string;
  })[];
};

export type Run = {
  readonly id: string;
  readonly status: string;
  readonly digest: string;
  readonly totalMinor: string;
  readonly payees: number;
  readonly startedBy: string;
  readonly summary: { readonly period: string; readonly kind: string };
};

type Paying = {
  readonly name: string;
  readonly period: 'month' | 'quarter' | 'window';
  readonly components: readonly Json[];
  readonly measures?: readonly Json[];
  readonly from?: string;
  readonly payment?: Json;
};

/** Makes a plan of one period kind and enrols people in it from a day on. */
export async function enrolled(
  api: Client,
  people: readonly string[],
  { from = '2026-01-01', ...plan }: Paying,
): Promise<string> {
  const draft = { ...plan, currency: 'EUR' };
  const { plan: id } = await api.post<{ plan: string }>('/v1/plans', draft, { key: plan.name });
  await sideBySide(people, 4, (person) => {
    const enrolment = { person, plan: id, version: 1, from, to: null };
    return api.post('/v1/enrolments', enrolment, { key: `${plan.name} ${person}` });
  });
  return id;
}

export async function setQuota(api: Client, person: string, period: string, amountMinor: string) {
  await api.put(`/v1/people/${person}/quotas/${period}`, { amountMinor, currency: 'EUR' });
}

/** Starts a run by hand and waits for its end. */
export async function runOf({ host }: Platform, api: Client, period: string, key: string): Promise<Run> {
  const { id } = await api.post<{ id: string }>('/v1/runs', { period }, { key });
  await host.idle();
  return api.get<Run>(`/v1/runs/${id}`);
}

export function statementOf(api: Client, person: string, period: string, run?: string): Promise<Statement> {
  return api.get<Statement>(`/v1/people/${person}/statements/${period}${run ? `?run=${run}` : ''}`);
}

/** What a statement says, without the ids and times of its run. */
export function canonical(statement: Statement) {
  const { run: _, status: _status, calculatedAt: _at, ...content } = statement;
  return content;
}

export const sum = (amounts: readonly { readonly amountMinor: string }[]): string =>
  String(amounts.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n));
