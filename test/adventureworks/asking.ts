/** How the platform's reports are asked, what they answer, and what becomes of their numbers. */
import type { Client } from '../../infra/cli/client.ts';
import type { Company } from './company.ts';
import type { Figure } from './compare.ts';

export type SalesRow = {
  readonly key: Readonly<Record<string, string | boolean | null>>;
  readonly deals: number;
  readonly amountMinor: string;
  readonly sums: Readonly<Record<string, string>>;
  readonly converted?: { readonly exact: string | null; readonly minor: string | null };
};
export type Attained = {
  readonly salesMinor: string;
  readonly quotaMinor: string | null;
  readonly attainment: string | null;
  readonly attained: boolean | null;
  readonly periodsWithQuota: number;
  readonly periodsAttained: number;
};
export type PerformanceRow = {
  readonly person: string;
  readonly own: Attained;
  readonly team: Attained | null;
  readonly pay: { readonly components: readonly { component: string; amountMinor: string }[] } | null;
};
export type Performance = {
  readonly rows: readonly PerformanceRow[];
  readonly total: {
    readonly withQuota: number;
    readonly attained: number;
    readonly salesMinor: string;
    readonly quotaMinor: string;
    readonly attainment: string | null;
  };
};

export type Asking = {
  readonly api: Client;
  /** The company's own number of each person, by id. */
  readonly known: ReadonlyMap<string, string>;
  readonly rates: ReadonlyMap<string, { rate: string; bonus: string }>;
  readonly company: Company;
  readonly folder: string;
};
export type Windows = readonly { readonly from: string; readonly report: Performance }[];

export const money = (minor: string | null | undefined): number => Number(minor ?? 0) / 100;
export const exact = (value: string | number | boolean | null | readonly string[]): Figure => ({
  is: 'exact',
  value,
});
export const sales = (minor: string, orders: number): Figure => ({
  is: 'sales',
  value: money(minor),
  orders,
});
export const ratio = (text: string | null): Figure => ({
  is: 'attainment',
  value: text === null ? null : Number(text),
});
export const pay = (value: number, of = 1): Figure => ({ is: 'pay', value, of });

export const performanceIn = (api: Client, query: string) =>
  api.get<Performance>(`/v1/reports/performance?${query}`);

export async function salesBy(api: Client, query: string): Promise<SalesRow[]> {
  const { rows } = await api.get<{ rows: SalesRow[] }>(`/v1/reports/sales?${query}`);
  return rows;
}

export async function knownPeople(api: Client): Promise<Map<string, string>> {
  const listed = await api.list<{ id: string }>('/v1/people');
  const people = await Promise.all(
    listed.map(({ id }) => api.get<{ id: string; ownerRefs: string[] }>(`/v1/people/${id}`)),
  );
  return new Map(people.map(({ id, ownerRefs }) => [id, ownerRefs[0] ?? '']));
}
