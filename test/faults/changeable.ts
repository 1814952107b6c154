/** One of everything that can be changed, each in ways that are numbered: 0 is how it is at first. */
import type { Client, Json } from '../../infra/cli/client.ts';
import { type Answer, ask } from '../kit/asking.ts';
import { COMMISSION, enrolled, setQuota } from '../kit/paying.ts';
import { hire, reportTo } from '../kit/platform.ts';
import type { Crm } from './crm.ts';

type Tag = string | null | undefined;

export type Changeable = {
  readonly what: string;
  /** The function that changes it. */
  readonly entry: string;
  readonly reads: string;
  /** What a change is made for now. */
  readonly tag: () => Promise<Tag>;
  /** Which way it is now. */
  readonly shown: () => Promise<number>;
  readonly change: (way: number, ifMatch: Tag) => Promise<Answer>;
};

type Resource = Pick<Changeable, 'what' | 'entry' | 'reads'> & {
  /** Where it is changed, if not where it is read. */
  readonly writes?: string;
  readonly method: 'PUT' | 'PATCH';
  readonly bodyOf: (way: number) => Json;
  readonly wayOf: (read: never) => number;
  readonly tag?: () => Promise<Tag>;
};

const WAYS = [0, 1, 2, 3, 4, 5];

export async function changeable({ api, people }: Crm): Promise<Changeable[]> {
  const ana = String(people['Ana']);
  const managers = await Promise.all(WAYS.map((way) => hire(api, `Boss${way}`)));
  await reportTo(api, ana, { person: String(managers[0]), from: '2026-01-01' });
  await setQuota(api, ana, '2026-m02', '100');
  const { mode: _, bands: __, ...base } = COMMISSION;
  const components = [{ ...base, kind: 'flat-rate', rate: '0.10' }];
  await enrolled(api, [ana], { name: 'Sellers', period: 'month', components });
  const [enrolment] = await api.list<Json>('/v1/enrolments');
  const ends = WAYS.map((way) => (way === 0 ? null : `2026-12-0${way}`));
  const resources: Resource[] = [
    {
      what: 'a person',
      entry: 'people/api',
      method: 'PATCH',
      reads: `/v1/people/${ana}`,
      bodyOf: (way) => ({ name: nameOf(way) }),
      wayOf: ({ name }: { name: string }) => WAYS.findIndex((way) => nameOf(way) === name),
    },
    {
      what: 'a manager',
      entry: 'people/api',
      method: 'PUT',
      reads: `/v1/people/${ana}/line`,
      writes: `/v1/people/${ana}/manager`,
      bodyOf: (way) => ({ manager: managers[way], from: '2026-01-01' }),
      wayOf: ({ lines }: { lines: Json[] }) => managers.indexOf(String(lines[0]?.['manager'])),
    },
    {
      what: 'an enrolment',
      entry: 'plans/api-enrolments',
      method: 'PATCH',
      reads: `/v1/enrolments/${String(enrolment?.['id'])}`,
      bodyOf: (way) => ({ to: ends[way] }),
      wayOf: ({ to }: { to: string | null }) => ends.indexOf(to),
    },
    {
      what: 'a quota',
      entry: 'quotas/api',
      method: 'PUT',
      reads: `/v1/people/${ana}/quotas/2026-m02`,
      bodyOf: (way) => ({ amountMinor: String(100 + way), currency: 'EUR' }),
      wayOf: ({ quotas }: Quotas) => Number(quotas[0]?.amountMinor) - 100,
      tag: async () => `"${(await api.get<Quotas>(`/v1/people/${ana}/quotas/2026-m02`)).quotas[0]?.version}"`,
    },
  ];
  return resources.map((resource) => changing(api, resource));
}

type Quotas = { readonly quotas: readonly { readonly amountMinor: string; readonly version: number }[] };

const nameOf = (way: number) => (way === 0 ? 'Ana' : `Ana the ${way}.`);

function changing(api: Client, { what, entry, reads, writes = reads, ...resource }: Resource): Changeable {
  return {
    what,
    entry,
    reads,
    tag: resource.tag ?? (() => api.tagOf(reads)),
    shown: async () => resource.wayOf((await api.get(reads)) as never),
    change: (way, ifMatch) =>
      ask(api, resource.method, writes, {
        body: resource.bodyOf(way),
        headers: ifMatch ? { 'if-match': ifMatch } : {},
      }),
  };
}
