/** Plans and enrolments in DynamoDB Local: what exists once, whoever writes it and however often. */
import { describe, expect, it } from 'vitest';
import { EnrolmentDraft, enrol } from '../../functions/plans/enrolment.ts';
import { draftVersion, type PlanVersion } from '../../functions/plans/plan.ts';
import { samplePlan } from '../../functions/plans/sample.ts';
import {
  enrolmentById,
  enrolmentsOf,
  listPlans,
  membershipOf,
  planHead,
  planVersion,
  planVersions,
  saveEnrolment,
  savePlanVersion,
  savePlanVersionOnce,
} from '../../functions/plans/store.ts';
import { refuseSecondPayer } from '../../functions/plans/payer.ts';
import { PaymentTerms } from '../../functions/plans/payment.ts';
import { derivedId, type PersonId, type PlanId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import { tableFor } from '../kit/table.ts';

const tableOf = tableFor('plans-store');
const planId = (name: string) => derivedId('pln', name) as PlanId;
const person = derivedId('per', 'ana') as PersonId;
const TERMS = { currency: 'EUR', calendar: { kind: 'months', startsIn: 1 } } as const;
const version = (name: string, n: number): PlanVersion =>
  draftVersion({ ...samplePlan(TERMS), name }, planId(name), n, TERMS);

describe('plans in the table', () => {
  it('come back as they were written, amounts and all', async () => {
    const table = tableOf('roundtrip');
    await savePlanVersion(table, version('Sellers', 1));
    expect(await planVersion(table, planId('Sellers'), 1)).toEqual(version('Sellers', 1));
    expect(await planHead(table, planId('Sellers'))).toEqual({
      id: planId('Sellers'),
      name: 'Sellers',
      version: 1,
    });
  });

  it('never change a version: the next one stands beside it', async () => {
    const table = tableOf('versions');
    await savePlanVersion(table, version('Sellers', 1));
    const changed = { ...version('Sellers', 2), name: 'Sellers #2' };
    await savePlanVersion(table, changed);
    await expect(savePlanVersion(table, changed)).rejects.toThrow('changed in the meantime');
    expect(await planVersion(table, planId('Sellers'), 1)).toEqual(version('Sellers', 1));
    const { items } = await listPlans(table, {});
    expect(items).toEqual([{ id: planId('Sellers'), name: 'Sellers #2', version: 2 }]);
  });

  it('take one of two next versions that are written at once', async () => {
    const table = tableOf('race');
    await savePlanVersion(table, version('Sellers', 1));
    const writes = [1, 2, 3, 4].map(() => savePlanVersion(table, version('Sellers', 2)));
    const done = await Promise.allSettled(writes);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('A123 are made once for a tenant that is announced twice', async () => {
    const table = tableOf('twice');
    await savePlanVersionOnce(table, version('Sample plan', 1));
    await savePlanVersionOnce(table, version('Sample plan', 1));
    expect((await listPlans(table, {})).items).toHaveLength(1);
  });

  it('are read together, each version once and in order, for a run', async () => {
    const table = tableOf('together');
    await savePlanVersion(table, version('A', 1));
    await savePlanVersion(table, version('A', 2));
    const named = [2, 1, 2, 7].map((n) => ({ plan: planId('A'), version: n }));
    expect((await planVersions(table, named)).map((found) => found.version)).toEqual([1, 2]);
  });
});

describe('enrolments in the table', () => {
  const draft = (from: string, plan = 'Sellers') =>
    EnrolmentDraft.parse({ person, plan: planId(plan), version: 1, from });

  async function enrolFrom(table: Table, from: string, plan?: string, payment?: PaymentTerms) {
    const wanted = draft(from, plan);
    const membership = await membershipOf(table, person, wanted.plan);
    const enrolment = enrol(wanted, membership.enrolments);
    const others = [...membership.all, wanted].map(({ plan: id }) => ({
      plan: id,
      version: 1,
      name: 'a plan',
      payment,
    }));
    refuseSecondPayer(enrolment, membership.all, others);
    await saveEnrolment(table, enrolment, membership, { payment });
    return enrolment;
  }

  it('are found by their id, and all together', async () => {
    const table = tableOf('enrolled');
    const first = await enrolFrom(table, '2026-01-01');
    const second = await enrolFrom(table, '2026-01-01', 'Managers');
    expect(await enrolmentById(table, first.id)).toEqual(first);
    expect((await enrolmentsOf(table)).map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
  });

  it('in two plans with payment terms are one, even when both are asked for at the same moment', async () => {
    const table = tableOf('payers');
    const payment = PaymentTerms.parse({ minimumMinor: '100' });
    const plans = ['A', 'B', 'C', 'D'];
    const done = await Promise.allSettled(plans.map((plan) => enrolFrom(table, '2026-01-01', plan, payment)));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await enrolmentsOf(table)).toHaveLength(1);
  });

  it('do not overlap, even when both are asked for at the same moment', async () => {
    // Each of ten open-ended enrolments, from ten different days, sees an empty plan; one may win.
    const table = tableOf('crowd');
    const days = Array.from({ length: 10 }, (_, n) => `2026-01-${String(n + 1).padStart(2, '0')}`);
    const done = await Promise.allSettled(days.map((day) => enrolFrom(table, day)));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await enrolmentsOf(table)).toHaveLength(1);
  });
});
