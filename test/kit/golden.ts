/** Golden cases told to a running platform through its public API, and what its statements say of them. */
import type { Client, Json } from '../../infra/cli/client.ts';
import { caseFilesIn, readCase } from '../../infra/cli/plan/folder.ts';
import type { Message } from '../../infra/cli/webhook.ts';
import { dealIdOf } from '../../functions/deals/deal.ts';
import type { DealSaid, GoldenCase } from '../../functions/runs/cases/case.ts';
import { periodsAsked } from '../../functions/runs/cases/company.ts';
import { expectedIn } from '../../functions/runs/cases/outcome.ts';
import { documentOf } from '../../functions/runs/cases/plans.ts';
import { bodyOfQuota, bodyOfYear, meant } from '../../functions/runs/cases/quotas.ts';
import type { Estimated, Outcome, Seen } from '../../functions/runs/cases/seen.ts';
import { bodyOfEstimate, currencyOf } from '../../functions/runs/cases/sold.ts';
import { dealRefOf } from '../../functions/runs/sheet.ts';
import { ConnectorId, type PeriodId } from '../../shared/kernel/ids.ts';
import type { Statement } from './paying.ts';

/** A case whose people, teams and deals have names that no other case has. */
export type Told = {
  readonly golden: GoldenCase;
  readonly prefix: string;
  /** Ids by the case's names. */
  readonly people: Map<string, string>;
  readonly plans: Map<string, string>;
  readonly estimates: Map<string, Estimated[]>;
};

export function casesIn(folders: readonly string[]): Told[] {
  return folders
    .flatMap((folder) => caseFilesIn(folder).map((file) => readCase(file).golden))
    .map((golden, n) => {
      const names = { people: new Map(), plans: new Map(), estimates: new Map() };
      return { golden, prefix: `c${n}`, ...names };
    });
}

export const titleOf = ({ golden: { row, name } }: Told) => (row ? `${row} ${name}` : name);

/** Everything but deals, which come by webhook when all people are there. */
export async function tell(api: Client, told: Told): Promise<void> {
  await hire(api, told);
  for (const { on, from, to, rate } of told.golden.rates) {
    await api.put(`/v1/currency-rates/${on}/${from}/${to}`, { rate });
  }
  for (const name of Object.keys(told.golden.plans)) {
    const body = documentOf(told.golden, name) as Json;
    const { plan } = await api.post<{ plan: string }>('/v1/plans', body, { key: `${told.prefix} ${name}` });
    told.plans.set(name, plan);
  }
  await enrol(api, told);
  await ask(api, told);
}

async function hire(api: Client, { golden, prefix, people }: Told): Promise<void> {
  for (const [name, { startsOn, endsOn }] of Object.entries(golden.people)) {
    const said = { name: `${name} ${prefix}`, email: `${prefix}.${name.toLowerCase()}@acme.example` };
    const body = {
      ...said,
      ownerRefs: [refOf(prefix, name)],
      ...(startsOn && { startsOn }),
      ...(endsOn && { endsOn }),
    };
    const { id } = await api.post<{ id: string }>('/v1/people', body);
    people.set(name, id);
  }
  for (const [name, { manager, team, weight }] of Object.entries(golden.people)) {
    const stints = typeof manager === 'string' ? [{ manager, from: golden.from, to: null }] : (manager ?? []);
    const path = `/v1/people/${people.get(name)}`;
    for (const [n, stint] of stints.entries()) {
      const body = {
        manager: people.get(stint.manager),
        from: stint.from,
        ...(stint.to && { to: stint.to }),
      };
      await api.put(`${path}/manager`, body, {
        ifMatch: n > 0 ? await api.tagOf(`${path}/line`) : undefined,
      });
    }
    if (team) {
      const said = { from: golden.from, ...(weight !== undefined && { weight }) };
      await api.put(`/v1/teams/${prefix}-${team}/members/${people.get(name)}`, said);
    }
  }
}

async function enrol(api: Client, { golden, prefix, people, plans }: Told): Promise<void> {
  const all: NonNullable<GoldenCase['enrolments']> =
    golden.enrolments ?? Object.keys(golden.people).map((person) => ({ person, to: null }));
  for (const [
    n,
    { person, plan = [...plans.keys()][0] ?? '', from = golden.from, ...more },
  ] of all.entries()) {
    const paidIn = golden.people[person]?.paidIn;
    const whose = { person: people.get(person), plan: plans.get(plan), version: 1, from };
    const body = { ...more, ...whose, ...(paidIn && { payCurrency: paidIn }) };
    await api.post('/v1/enrolments', body, { key: `${prefix} ${n}` });
  }
}

async function ask(api: Client, told: Told): Promise<void> {
  const { golden, people } = told;
  const first = golden.pay[0] as PeriodId;
  for (const [n, said] of golden.annualQuotas.entries()) {
    for (const name of meant(golden, said, first)) {
      const key = `${told.prefix} ${name} ${n}`;
      await api.post(`/v1/people/${people.get(name)}/annual-quotas`, bodyOfYear(golden, said, n), { key });
    }
  }
  for (const period of periodsAsked(golden)) await askInPeriod(api, told, period);
  for (const period of golden.pay) {
    for (const said of golden.results) {
      for (const name of meant(golden, said, period)) {
        const body = { name: said.name, value: said.value };
        await api.put(`/v1/people/${people.get(name)}/results/${period}`, body);
      }
    }
  }
}

/** Whatever is asked of somebody anew is a change of what was asked before. */
async function askInPeriod(api: Client, { golden, people }: Told, period: PeriodId): Promise<void> {
  const versions = new Map<string, number>();
  const pathOf = (name: string) => `/v1/people/${people.get(name)}/quotas/${period}`;
  for (const [n, said] of golden.quotas.entries()) {
    for (const name of meant(golden, said, period)) {
      const key = `${name} ${said.measure}`;
      const body = bodyOfQuota(golden, said, n);
      const { version } = await api.put(pathOf(name), body, { ifMatch: versions.get(key) });
      versions.set(key, Number(version));
    }
  }
  for (const { person, period: of, ...body } of golden.reliefs) {
    for (const name of meant(golden, { person, period: of }, period)) {
      const key = `${name} ${body.measure}`;
      const { version } = await api.post(`${pathOf(name)}/reliefs`, body, { ifMatch: versions.get(key) });
      versions.set(key, Number(version));
    }
  }
}

/** What is said otherwise of periods that are paid. */
export async function tellOtherwise(api: Client, told: Told): Promise<void> {
  const { golden, people, plans, prefix } = told;
  for (const [n, { period, quotas, results, enrolments }] of golden.reopenings.entries()) {
    const pathOf = (what: string, name: string) => `/v1/people/${people.get(name)}/${what}/${period}`;
    for (const [m, said] of quotas.entries()) {
      for (const name of meant(golden, { person: said.person }, period)) {
        const body = { ...bodyOfQuota(golden, said, m), forReopening: true };
        const { quotas: all } = await api.get<{ quotas: Versioned[] }>(pathOf('quotas', name));
        const ifMatch = all.find(({ measure }) => measure === said.measure)?.version;
        await api.put(pathOf('quotas', name), body, { ifMatch });
      }
    }
    for (const said of results) {
      for (const name of meant(golden, { person: said.person }, period)) {
        const { results: all } = await api.get<{ results: Versioned[] }>(pathOf('results', name));
        const ifMatch = all.find((one) => one.name === said.name)?.version;
        const body = { name: said.name, value: said.value, forReopening: true };
        await api.put(pathOf('results', name), body, { ifMatch });
      }
    }
    for (const [m, { person, plan = '', from = golden.from, ...more }] of enrolments.entries()) {
      const whose = { person: people.get(person), plan: plans.get(plan), version: 1, from };
      await api.post('/v1/enrolments', { ...more, ...whose }, { key: `${prefix} again ${n} ${m}` });
    }
  }
}

type Versioned = { readonly measure?: string; readonly name?: string; readonly version: number };

/** What the CRM says of the case's deals, in order: on their days, or later than that. */
export function messagesOf(told: Told, when: 'in time' | 'late'): Message[] {
  const isMeant = ({ heardOf }: DealSaid) => (heardOf !== undefined) === (when === 'late');
  return told.golden.deals.flatMap((said, n) => (isMeant(said) ? [messageOf(told, said, n)] : []));
}

function messageOf({ golden, prefix }: Told, deal: DealSaid, n: number): Message {
  const { id, on, owner, splits, overlays, heardOf: _, ...said } = deal;
  const recordId = `${prefix}-${id}`;
  const event = {
    type: 'deal',
    recordId,
    event: `deal.${said.status}`,
    occurredAt: `${on}T12:00:00.000Z`,
    version: String(n),
    currency: currencyOf(golden, id),
    ...said,
    ...(owner && { ownerRef: refOf(prefix, owner) }),
    ...(splits && { splits: sellersOf(prefix, splits) }),
    ...(overlays && { overlays: sellersOf(prefix, overlays) }),
  };
  return { id: `msg-${recordId}-${n}`, body: JSON.stringify(event) };
}

type Sellers = readonly { readonly owner: string; readonly share: string }[];

const sellersOf = (prefix: string, sellers: Sellers) =>
  sellers.map(({ owner, share }) => ({ ownerRef: refOf(prefix, owner), share }));

const refOf = (prefix: string, name: string) => `u-${prefix}-${name}`;

/** What each deal that is asked for would earn today. */
export async function askEstimates(api: Client, { golden, people, estimates }: Told): Promise<void> {
  for (const [period, expected] of Object.entries(golden.expect)) {
    for (const [name, { estimates: asked = [] }] of Object.entries(expected)) {
      const found: Estimated[] = [];
      for (const said of asked) {
        const body = bodyOfEstimate(golden, said, '', (who) => people.get(who) ?? '');
        const answer = await api.post<Answered>(`/v1/people/${people.get(name)}/estimate`, {
          ...body,
          period,
        });
        found.push(estimatedBy(answer));
      }
      if (asked.length > 0) estimates.set(`${period} ${name}`, found);
    }
  }
}

type Answered = { wouldEarnMinor: string; components: { component: string; amountMinor: string }[] };

const estimatedBy = ({ wouldEarnMinor, components }: Answered): Estimated => ({
  wouldEarnMinor: BigInt(wouldEarnMinor),
  components: components.map(({ component, amountMinor }) => ({
    component,
    amountMinor: BigInt(amountMinor),
  })),
});

/** By whom a statement is read: of a period that is closed, or of a preview. */
export type Reading = (person: string, period: string) => Promise<Statement>;

export async function outcomeOf(told: Told, connector: string, read: Reading): Promise<Outcome> {
  const { golden, prefix, people, estimates } = told;
  const names = new Map(
    golden.deals.map(({ id }) => [dealRefOf(dealIdOf(ConnectorId.parse(connector), `${prefix}-${id}`)), id]),
  );
  const outcome = new Map<PeriodId, Map<string, Seen>>();
  for (const period of golden.pay) {
    const seen = new Map<string, Seen>();
    for (const name of expectedIn(golden, period)) {
      const statement = await read(people.get(name) ?? '', period);
      seen.set(name, { ...seenIn(statement, names), estimates: estimates.get(`${period} ${name}`) });
    }
    outcome.set(period, seen);
  }
  return outcome;
}

type More = {
  readonly hold?: { readonly code: string };
  readonly settlement?: { readonly paidMinor: string; readonly closing: Readonly<Record<string, string>> };
};

function seenIn(statement: Statement, names: ReadonlyMap<string, string>): Seen {
  const { totalMinor, components, lines, hold, settlement } = statement as Statement & More;
  const minor = (text: unknown) => (text === undefined ? undefined : BigInt(String(text)));
  return {
    totalMinor: BigInt(totalMinor),
    components: components.map((one) => ({
      component: String(one['component']),
      amountMinor: BigInt(one.amountMinor),
      creditedMinor: BigInt(one.creditedMinor),
      quotaMinor: minor(one['quotaMinor']),
      leftOutMinor: minor(one['leftOutMinor']),
    })),
    lines: lines.flatMap(({ dealRef, amountMinor }) => {
      const deal = names.get(dealRef);
      return deal === undefined ? [] : [{ deal, amountMinor: BigInt(amountMinor) }];
    }),
    hold: hold?.code,
    settled: settlement && {
      paid: BigInt(settlement.paidMinor),
      owed: BigInt(settlement.closing['owedMinor'] ?? 0),
      overpaid: BigInt(settlement.closing['overpaidMinor'] ?? 0),
      excess: BigInt(settlement.closing['excessMinor'] ?? 0),
      held: BigInt(settlement.closing['heldMinor'] ?? 0),
    },
  };
}
