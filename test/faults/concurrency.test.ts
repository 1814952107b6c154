/** Faults 29, 30, 31 and 33: what meets a closing or a run, at every step that they take. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { COMMISSION, enrolled, type Run, setQuota, type Statement } from '../kit/paying.ts';
import { refusalOf } from '../kit/asking.ts';
import { hire, platformFrom, reportTo } from '../kit/platform.ts';
import { applied, type Crm, crmOf, won } from './crm.ts';
import { callOf, type Fits, hold } from './holding.ts';

const platform = platformFrom('2026-02-01T08:00:00Z');
const host = () => platform.current.host;
const MONTH = '2026-m01';
const NEXT = '2026-m02';
const { mode: _, bands: __, ...base } = COMMISSION;
const paying = (rate: string, more: object = {}) => [{ ...base, kind: 'flat-rate', rate, ...more }];
const monthly = (name: string, rate: string, more: object = {}) => ({
  name,
  period: 'month' as const,
  components: paying(rate, more),
});

const close = ({ api }: Crm) => api.post<Json>(`/v1/periods/${MONTH}/close`);
const run = ({ api }: Crm, key: string, period = MONTH) => api.post<Run>('/v1/runs', { period }, { key });
const statement = ({ api, people }: Crm, who: string, of = '', period = MONTH) =>
  api.get<Statement>(`/v1/people/${people[who]}/statements/${period}${of && `?run=${of}`}`);

/** Does something while a call of somebody else is held; answers whether there was such a call. */
async function during(
  fits: Fits,
  nth: number,
  begin: () => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
) {
  const held = hold(host(), fits, nth);
  const begun = begin();
  const isOver = begun.then(() => host().idle()).then(() => false);
  const wasHeld = await Promise.race([held.reached.then(() => true), isOver]);
  if (wasHeld) await meanwhile();
  held.release();
  await begun;
  await host().idle();
  return wasHeld;
}

describe('fault 29 a deal that is won while its month closes', () => {
  /** Paid in its month, or made good in the next one: never both, never neither. */
  async function fateOf(crm: Crm): Promise<'paid' | 'late'> {
    await run(crm, 'final');
    await host().idle();
    const { id } = await run(crm, 'next', NEXT);
    await host().idle();
    const { totalMinor } = await statement(crm, 'Ana');
    const next = await statement(crm, 'Ana', id, NEXT);
    expect([await crm.credits('d1'), await crm.counts()]).toEqual([[['2026-01-12', '10000']], applied(1)]);
    expect([
      ['1000', '0'],
      ['0', '1000'],
    ]).toContainEqual([totalMinor, next.totalMinor]);
    return totalMinor === '0' ? 'late' : 'paid';
  }

  async function staged(name: string): Promise<Crm> {
    const crm = await crmOf(platform.current, name);
    await enrolled(crm.api, [String(crm.people['Ana'])], monthly('Sellers', '0.10'));
    return crm;
  }

  it('fault 29 is in exactly one of the two, whichever step of its crediting the closing meets', async () => {
    const fates: string[] = [];
    for (let nth = 1, isThere = true; isThere && nth < 20; nth += 1) {
      const crm = await staged(`Crediting ${nth}`);
      const deliver = () => crm.send(won('d1'));
      isThere = await during(callOf('deals/on-deal-changed'), nth, deliver, () => close(crm));
      if (!isThere) await close(crm);
      await host().idle();
      fates.push(await fateOf(crm));
    }
    // Before its transaction it is too late; once that is over it has been in time.
    expect(fates.length).toBeGreaterThan(4);
    expect([fates[0], fates.at(-1), new Set(fates.slice(0, -1)).size]).toEqual(['late', 'paid', 1]);
  });

  it('fault 29 is in exactly one of the two, whichever step of the closing it meets', async () => {
    const fates: string[] = [];
    for (let nth = 1, isThere = true; isThere && nth < 20; nth += 1) {
      const crm = await staged(`Closing ${nth}`);
      const deliver = async () => {
        await crm.send(won('d1'));
        await host().idle();
      };
      // What is held keeps the function busy, so the platform itself is not asked for rest.
      const meanwhile = () => Promise.race([deliver(), new Promise((done) => setTimeout(done, 1500))]);
      isThere = await during(callOf('periods/api'), nth, () => close(crm), meanwhile);
      if (!isThere) await deliver();
      fates.push(await fateOf(crm));
    }
    expect(fates.length).toBeGreaterThan(1);
    expect([fates[0], fates.at(-1)]).toEqual(['paid', 'late']);
  });
});

describe('fault 30 a plan that changes while a run of it is calculated', () => {
  it('fault 30 pays all payees by one version, the one that was pinned', async () => {
    const crm = await crmOf(platform.current, 'Plan change');
    const { api, people } = crm;
    const payees = ['Ana', 'Ben'].map((name) => String(people[name]));
    const plan = await enrolled(api, payees, monthly('Sellers', '0.10'));
    await crm.send(won('d1'), won('d2', 13, { ownerRef: 'u-ben' }));
    await host().idle();
    const change = async () => {
      const draft = { ...monthly('Sellers', '0.50'), currency: 'EUR' };
      await api.post(`/v1/plans/${plan}/versions`, draft, { key: 'v2' });
      const to = '2026-01-10';
      for (const enrolment of await api.list<Json>('/v1/enrolments')) {
        await crm.customer.patch(`/v1/enrolments/${String(enrolment['id'])}`, { to });
        const next = { person: enrolment['person'], plan, version: 2, from: to, to: null };
        await api.post('/v1/enrolments', next, { key: `next ${String(enrolment['person'])}` });
      }
    };
    const versions = async (key: string, meanwhile: () => Promise<unknown>) => {
      let id = '';
      const begin = async () => {
        ({ id } = await run(crm, key));
      };
      await during(callOf('runs/step-pin-run', 'UpdateItem'), 1, begin, meanwhile);
      const paid = await Promise.all(['Ana', 'Ben'].map((who) => statement(crm, who, id)));
      return paid.map(({ totalMinor, lines }) => [totalMinor, ...lines.map((line) => line['planVersion'])]);
    };
    // Ten percent of 100 each, by version 1; the next run knows version 2, and that pays fifty.
    expect(await versions('one', change)).toEqual([
      ['1000', 1],
      ['1000', 1],
    ]);
    expect(await versions('two', async () => {})).toEqual([
      ['5000', 2],
      ['5000', 2],
    ]);
  });
});

describe('fault 31 two runs of one period', () => {
  it('fault 31 are one, whoever asks for it and however often it is told', async () => {
    const crm = await crmOf(platform.current, 'Two runs');
    await enrolled(crm.api, [String(crm.people['Ana'])], monthly('Sellers', '0.10'));
    await crm.send(won('d1'));
    await host().idle();
    await close(crm);
    const pinned = hold(host(), callOf('runs/step-pin-run', 'UpdateItem'), 2);
    const [one, other] = await Promise.all([run(crm, 'one'), run(crm, 'other')]);
    expect(other.id).toBe(one.id);
    tellAgain(crm, one.id, {});
    const again = host().clock.now().toISOString();
    tellAgain(crm, one.id, { again });
    await pinned.reached;
    await published(crm, one.id);
    // The execution that was begun once more had read the run before it was published, and goes on only now.
    let calculated = 0;
    pinned.release();
    host().aws.onCall((call) => {
      if (callOf('runs/step-calculate-shard')(call)) calculated += 1;
      return 'pass';
    });
    await host().idle();
    host().aws.onCall(undefined);
    expect(calculated).toBe(0);
    const executions = host()
      .aws.executions()
      .filter(({ name }) => name.startsWith(one.id));
    expect(executions.map(({ name, status }) => [name, status])).toEqual([
      [one.id, 'SUCCEEDED'],
      [`${one.id}-${again.replaceAll(/\D/g, '')}`, 'SUCCEEDED'],
    ]);
    const runs = await crm.api.list<Run>('/v1/runs');
    expect(runs.map(({ id, status }) => [id, status])).toEqual([[one.id, 'published']]);
    expect(await statement(crm, 'Ana')).toMatchObject({ run: one.id, totalMinor: '1000' });
  });

  function tellAgain({ company: { tenant } }: Crm, run: string, more: object): void {
    const at = host().clock.now().toISOString();
    const event = { id: 'evt_again', type: 'run.started', tenant, at, data: { run, ...more } };
    host().aws.queue('attain-pool-runs-on-run-started').send(JSON.stringify(event));
  }

  async function published({ api }: Crm, id: string): Promise<void> {
    for (let n = 0; n < 200; n += 1) {
      if ((await api.get<Run>(`/v1/runs/${id}`)).status === 'published') return;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error('the run is not published');
  }
});

describe('a run that cannot be calculated', () => {
  it('says so and why, holds nothing up, and is calculated when somebody asks for it again', async () => {
    const crm = await crmOf(platform.current, 'Broken');
    await enrolled(crm.api, [String(crm.people['Ana'])], monthly('Sellers', '0.10'));
    await crm.send(won('d1'));
    await host().idle();
    await close(crm);
    host().aws.onCall((call) => (callOf('runs/step-calculate-shard')(call) ? 'refuse' : 'pass'));
    const { id } = await run(crm, 'one');
    await host().idle();
    host().aws.onCall(undefined);
    const failed = await crm.api.get<Run & { reason: string }>(`/v1/runs/${id}`);
    expect([failed.status, failed.reason]).toEqual([
      'failed',
      'Part 1 of 1 failed each time it was tried (InternalServerError).',
    ]);
    const [execution] = host()
      .aws.executions()
      .filter(({ name }) => name === id);
    expect([execution?.status, execution?.error]).toEqual(['FAILED', 'run.failed']);
    expect((await run(crm, 'two')).id).toBe(id);
    await host().idle();
    expect(await statement(crm, 'Ana')).toMatchObject({ run: id, totalMinor: '1000' });
    expect(await crm.api.get(`/v1/runs/${id}`)).not.toHaveProperty('reason');
  });
});

describe('fault 33 a quota or a manager that changes while a run is calculated', () => {
  it('fault 33 the quota of a closed month stays, and managers are those of the day of each deal', async () => {
    const crm = await crmOf(platform.current, 'Managers');
    const { api, company } = crm;
    const people: Record<string, string> = {
      ...crm.people,
      Mia: await hire(api, 'Mia'),
      Max: await hire(api, 'Max'),
    };
    const team = { ...crm, people };
    const ana = String(people['Ana']);
    const reports = (person: string, from: string) => reportTo(api, ana, { person, from });
    await reports(String(people['Mia']), '2026-01-01');
    await setQuota(api, ana, MONTH, '10000');
    await enrolled(
      api,
      ['Mia', 'Max'].map((name) => String(people[name])),
      { ...monthly('Team', '0.01'), measures: [{ id: 'bookings', credits: 'rollUp' }] },
    );
    await company.deliver(won('d1', 10));
    await company.deliver(won('d2', 20, { amount: '300' }));
    await host().idle();
    await close(crm);
    await during(
      callOf('runs/step-pin-run', 'GetItem'),
      1,
      () => run(crm, 'final'),
      async () => {
        const quota = api.put(`/v1/people/${ana}/quotas/${MONTH}`, { amountMinor: '1', currency: 'EUR' });
        expect(await refusalOf(quota)).toEqual([409, 'period.locked', '/period']);
        await reports(String(people['Max']), '2026-01-15');
      },
    );
    // What comes after the run has pinned its inputs changes nothing of it.
    await reports(String(people['Mia']), '2026-01-01');
    const paid = await Promise.all(['Mia', 'Max'].map((who) => statement(team, who)));
    // 1 % of 100 on the 10th, 1 % of 300 on the 20th.
    expect(paid.map(({ totalMinor }) => totalMinor)).toEqual(['100', '300']);
  });
});
