/**
 * A run of every kind of component with every treatment, through the public API: signed webhooks come in, the schedule
 * closes the quarter, and then every line of every statement is explained, to the cent and down to its webhooks.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Component } from '../../functions/plans/components/index.ts';
import type { Client } from '../../infra/cli/client.ts';
import { sideBySide } from '../kit/asking.ts';
import { enrolled, setQuota, type Statement, statementOf, sum } from '../kit/paying.ts';
import { closeBySchedule, type Company, hire, onboard, platformFrom, reportTo } from '../kit/platform.ts';
import { COMPONENTS, MEASURES, MESSAGES, type Name, of, PAID } from './mixed.ts';

const Q1 = '2026-q1';
const NAMES = Object.keys(PAID) as Name[];
type Explanation = {
  readonly amountMinor: string;
  readonly component: { readonly id: string; readonly kind: string };
  readonly arithmetic: readonly { readonly text: string; readonly amountMinor: string }[];
  readonly deal?: { readonly id: string };
  readonly events: readonly {
    readonly raw: string;
    readonly causedTheCredit: boolean;
    readonly signature: { readonly verified: boolean };
  }[];
};

describe('a run of all kinds of components', () => {
  const platform = platformFrom('2026-03-31T08:00:00Z');
  const people = {} as Record<Name, string>;
  const statements = {} as Record<Name, Statement>;
  const explained: { who: Name; why: Explanation; dealRef: string }[] = [];
  let company: Company;

  async function promise(api: Client): Promise<void> {
    const field = [people.Ana, people.Ben];
    await enrolled(api, field, {
      name: 'Field',
      period: 'quarter',
      components: COMPONENTS,
      measures: MEASURES,
    });
    const flat = (id: string, credits: string) => ({
      name: id,
      period: 'quarter' as const,
      components: [of(id, 'flat-rate', { measure: 'theirs', rate: '0.01' })],
      measures: [{ id: 'theirs', credits }],
    });
    await enrolled(api, [people.Mia], flat('override', 'rollUp'));
    await enrolled(api, [people.Cem], flat('helped', 'overlay'));
    const scores = { [people.Ana]: '0.8', [people.Ben]: '0.5' };
    for (const person of field) {
      await setQuota(api, person, Q1, '10000000');
      const quota = { measure: 'new', amountMinor: '4000000', currency: 'EUR' };
      await api.put(`/v1/people/${person}/quotas/${Q1}`, quota);
      const results = { nps: '1.2', retention: '0.96', goal: scores[person] ?? '' };
      for (const [name, value] of Object.entries(results)) {
        await api.put(`/v1/people/${person}/results/${Q1}`, { name, value });
      }
      await api.put(`/v1/teams/north/members/${person}`, { from: '2026-01-01' });
    }
  }

  beforeAll(async () => {
    company = await onboard(platform.current);
    const api = await company.api();
    for (const name of NAMES) people[name] = await hire(api, name);
    for (const name of ['Ana', 'Ben'] as const) {
      await reportTo(api, people[name], { person: people.Mia, from: '2026-01-01' });
    }
    await promise(api);
    const answers = await sideBySide(MESSAGES, 4, (message) => company.deliver(message));
    expect(new Set(answers)).toEqual(new Set([202]));
    await platform.current.host.idle();
    await closeBySchedule(platform.current, company, Q1, '2026-05-01T06:00:00Z');
    await explainAll(await company.api());
  });

  async function explainAll(api: Client): Promise<void> {
    for (const who of NAMES) {
      const statement = await statementOf(api, people[who], Q1);
      statements[who] = statement;
      const path = (line: number) => `/v1/people/${people[who]}/statements/${Q1}/lines/${line}/explanation`;
      const whys = await sideBySide(statement.lines, 3, ({ line }) => api.get<Explanation>(path(line)));
      for (const [n, why] of whys.entries()) {
        explained.push({ who, why, dealRef: statement.lines[n]?.dealRef ?? '' });
      }
    }
  }

  it('A74 pays by each of them what was derived by hand', () => {
    for (const who of NAMES) {
      const { components, lines, totalMinor } = statements[who];
      const paid = components.map((one) => [one['component'], Number(one.amountMinor) / 100]);
      expect(Object.fromEntries(paid), who).toEqual(PAID[who]);
      expect([sum(lines), sum(components)]).toEqual([totalMinor, totalMinor]);
    }
  });

  it('A85 explains every line: its steps add up to it, and each says something', () => {
    for (const { who, why } of explained) {
      const about = `${who} ${why.component.id}: ${JSON.stringify(why.arithmetic)}`;
      expect(sum(why.arithmetic), about).toBe(why.amountMinor);
      expect(why.arithmetic.length, about).toBeGreaterThan(0);
      expect(
        why.arithmetic.every(({ text }) => text.length > 5),
        about,
      ).toBe(true);
    }
  });

  it('A85 reaches the webhooks behind every line that follows from a deal, each with a good signature', () => {
    for (const { who, why, dealRef } of explained) {
      const about = `${who} ${why.component.id}`;
      if (!why.deal) {
        expect(['matrix', 'mbo-bonus'], about).toContain(why.component.kind);
        expect([dealRef, why.events], about).toEqual(['000000', []]);
        continue;
      }
      expect(why.deal.id, about).toContain(dealRef);
      expect(
        why.events.filter(({ causedTheCredit }) => causedTheCredit),
        about,
      ).toHaveLength(1);
      expect(
        why.events.every(({ signature }) => signature.verified),
        about,
      ).toBe(true);
      const bodies = MESSAGES.map(({ body }) => body);
      expect(
        why.events.every(({ raw }) => bodies.includes(raw)),
        about,
      ).toBe(true);
    }
  });

  it('leaves out no kind, no way to look up, and no treatment', () => {
    const kinds = Component.options.map(({ shape }) => shape.kind.value);
    expect(new Set(explained.map(({ why }) => why.component.kind))).toEqual(new Set(kinds));
    expect(new Set(explained.map(({ why }) => why.component.id)).size).toBe(COMPONENTS.length + 2);
    const said = explained.flatMap(({ why }) => why.arithmetic.map(({ text }) => text)).join('\n');
    for (const words of [
      'The gate is open',
      'The gate is closed',
      'Several years: 50,000.00 EUR × 1 %',
      'so what is earned is multiplied by 110 %',
      'The cap of 2,800.00 EUR leaves out',
      'The threshold of 50 % of the quota, 50,000.00 EUR, is reached now',
      'is not reached: nothing is paid',
      'as far as the budget lasts',
      'the catch-up',
      'Taken back',
      'Your share of the pool',
    ]) {
      expect(said).toContain(words);
    }
    const events = explained.flatMap(({ why }) => why.events);
    const sources = new Set(events.map(({ raw }) => raw));
    console.info(
      `${NAMES.length} statements, ${explained.length} lines of ${COMPONENTS.length + 2} components in ` +
        `${kinds.length} kinds, ${events.length} times an event behind a line, ${sources.size} signed webhooks`,
    );
    expect(sources.size).toBe(MESSAGES.length);
  });
});
