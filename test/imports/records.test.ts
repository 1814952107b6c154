import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeDeal } from '../../functions/imports/judge-deals.ts';
import { judgeQuota } from '../../functions/imports/judge-quotas.ts';
import {
  dealRecord,
  enrolmentRecord,
  lineRecords,
  personRecord,
  quotaRecord,
  refOf,
} from '../../functions/imports/records.ts';
import { targets } from '../../functions/imports/targets/index.ts';
import { withPerson } from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import { Person } from '../../functions/people/person.ts';
import { enrol, EnrolmentDraft } from '../../functions/plans/enrolment.ts';
import { PlanHead } from '../../functions/plans/plan.ts';
import { Quota } from '../../functions/quotas/quota.ts';
import { derivedId, PlanId } from '../../shared/kernel/ids.ts';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { ANA, BEN, CEM, CONNECTOR } from '../deals/saying.ts';
import { anyRows, row } from '../deals/rows.ts';
import { day } from '../periods/kit.ts';
import { dealsContext, org as known, quotasContext } from './judging.ts';

const org = withPerson(known, CEM, 'Cem', []);

it('calls people by their first reference, and by their id where they have none', () => {
  expect([ANA, BEN, CEM].map((person) => refOf(org, person))).toEqual(['u-ana', 'u-ben', CEM]);
});

it('takes a deal out as it is known, so that the same file says nothing new', () => {
  fc.assert(
    fc.property(anyRows(4), (rows) => {
      for (const each of rows) {
        const written = Object.entries(dealRecord(each, 'EUR')).map(([name, value]) => {
          return [name, typeof value === 'bigint' ? String(value) : value];
        });
        const record = targets.deals.record.parse(Object.fromEntries(written));
        const context = {
          ...dealsContext,
          known: new Map([[dealIdOf(CONNECTOR, each.recordId), { present: each }]]),
        };
        expect(judgeDeal(record, 2, context)).toBe('known');
      }
    }),
    { numRuns: 60 },
  );
});

it('says of a deal no more than is known of it', () => {
  expect(dealRecord(row({ day: '2026-02-10' }), 'EUR')).toEqual({
    recordId: 'D1',
    day: '2026-02-10',
    amountMinor: 100n,
    currency: 'EUR',
    status: 'won',
    ownerRef: 'u-ana',
  });
});

it('takes a quota out as it is known', () => {
  const quota = Quota.parse({
    person: ANA,
    period: '2026-q2',
    measure: 'units',
    amountMinor: '500',
    currency: 'EUR',
    version: 3,
  });
  const record = targets.quotas.record.parse({ ...quotaRecord(org, quota)[0], amountMinor: '500' });
  expect(record).toEqual({
    person: 'u-ana',
    period: '2026-q2',
    measure: 'units',
    amountMinor: 500n,
    currency: 'EUR',
  });
  expect(judgeQuota(record, { ...quotasContext, quotas: [quota] })).toBe('known');
});

it('takes out people, lines and enrolments as records that can be read', () => {
  const person = Person.parse({
    id: ANA,
    name: 'Ana',
    email: 'ana@acme.example',
    ownerRefs: ['u-ana', '274'],
    version: 1,
  });
  const record = { externalId: 'u-ana', name: 'Ana', email: 'ana@acme.example', ownerRefs: ['u-ana', '274'] };
  expect(targets.people.record.parse(personRecord(person)[0])).toEqual(record);
  const reporting = assignManager(org, ANA, BEN, day('2026-01-01'), day('2026-04-01'));
  expect(lineRecords(assignManager(reporting, CEM, null, day('2026-02-01')), 'main')).toEqual(
    expect.arrayContaining([
      { person: 'u-ana', manager: 'u-ben', from: '2026-01-01', to: '2026-04-01', hierarchy: 'main' },
      { person: CEM, manager: null, from: '2026-02-01', to: null, hierarchy: 'main' },
    ]),
  );
});

it('calls a plan by its name while no other has it', () => {
  const heads = ['Sellers', 'Bosses', 'Bosses'].map((name, n) =>
    PlanHead.parse({ id: derivedId('pln', String(n)), name, version: 1 }),
  );
  const inPlan = (n: number) => {
    const plan = PlanId.parse(heads[n]?.id);
    const draft = EnrolmentDraft.parse({ person: ANA, plan, version: 1, from: '2026-01-01' });
    return enrolmentRecord(org, heads, enrol(draft, []));
  };
  expect(inPlan(0)).toEqual({ person: 'u-ana', plan: 'Sellers', from: '2026-01-01', to: null });
  expect(inPlan(2).plan).toBe(heads[2]?.id);
});
