/** Quotas, results, territories, rates and enrolments of a file: judged by what the company has, and booked. */
import { isRefused } from '../../shared/kernel/refusal.ts';
import type { Table } from '../../shared/table/operations.ts';
import { orgOf } from '../people/store.ts';
import { periodKey, periodsOf } from '../periods/store.ts';
import { enrol, type Enrolment, type EnrolmentDraft } from '../plans/enrolment.ts';
import type { PlanVersion } from '../plans/plan.ts';
import {
  enrolmentsOf,
  listPlans,
  membershipOf,
  planVersions,
  saveEnrolment,
  saveFirstEnrolments,
} from '../plans/store.ts';
import { quotasIn, saveQuotas } from '../quotas/store.ts';
import { resultsIn, saveResult } from '../quotas/store-results.ts';
import { rateOn, yearOf } from '../rates/rates.ts';
import { ratesOf, saveRates } from '../rates/store.ts';
import { settingsOf } from '../settings/store.ts';
import { assignTerritories } from '../territories/coverage.ts';
import { changeCoverage, coverageOf } from '../territories/store.ts';
import { judgeEnrolments } from './judge-enrolments.ts';
import { judgeQuota, onceEach, periodFor } from './judge-quotas.ts';
import { judgeResults } from './judge-results.ts';
import { judgeCoverage } from './judge-territories.ts';
import { type Desk, sideBySide } from './store.ts';
import type { ImportedEnrolment } from './targets/enrolment.ts';
import type { ImportedFxRate } from './targets/fx-rate.ts';
import type { ImportedQuota } from './targets/quota.ts';
import type { ImportedResult } from './targets/result.ts';
import type { ImportedTerritory } from './targets/territory.ts';
import { type Entry, judgeAll, type Verdict, type Verdicts } from './verdict.ts';

/** A transaction takes a hundred writes: as many quotas, and checks of their periods beside them. */
const QUOTAS_AT_ONCE = 50;

export async function bookQuotas(desk: Desk, entries: readonly Entry<ImportedQuota>[]): Promise<Verdicts> {
  const { table, books } = desk;
  const [org, periods, { currency }] = await Promise.all([orgOf(table), periodsOf(table), settingsOf(table)]);
  const named = entries.flatMap(({ record }) => {
    const period = periodFor(record, periods);
    return 'id' in period ? [period.id] : [];
  });
  const quotas = (await Promise.all([...new Set(named)].map((period) => quotasIn(table, period)))).flat();
  const context = { org, periods, currency, quotas };
  const { taken, verdicts } = onceEach(judgeAll(entries, (record) => judgeQuota(record, context)));
  const writes = (books ? taken : []).map(({ quota, period }) => ({ quota, openPeriod: periodKey(period) }));
  for (let n = 0; n < writes.length; n += QUOTAS_AT_ONCE) {
    await saveQuotas(table, writes.slice(n, n + QUOTAS_AT_ONCE));
  }
  return verdicts;
}

export async function bookResults(desk: Desk, entries: readonly Entry<ImportedResult>[]): Promise<Verdicts> {
  const { table, books } = desk;
  const [org, periods] = await Promise.all([orgOf(table), periodsOf(table)]);
  const named = new Set(entries.map(({ record }) => record.period));
  const results = (await Promise.all([...named].map((period) => resultsIn(table, period)))).flat();
  const { taken, verdicts } = judgeResults(entries, { org, periods, results });
  if (books) await sideBySide(taken, ({ result, period }) => saveResult(table, result, periodKey(period)));
  return verdicts;
}

export async function bookTerritories(
  desk: Desk,
  entries: readonly Entry<ImportedTerritory>[],
): Promise<Verdicts> {
  const { table, books } = desk;
  const [org, coverage] = await Promise.all([orgOf(table), coverageOf(table)]);
  const { taken, verdicts } = judgeAll(entries, (record) => judgeCoverage(record, org, coverage));
  if (books) await changeCoverage(table, (current) => assignTerritories(current, taken).coverage);
  return verdicts;
}

export async function bookRates(desk: Desk, entries: readonly Entry<ImportedFxRate>[]): Promise<Verdicts> {
  const { table, books } = desk;
  const verdicts = new Map<number, Verdict>();
  for (const [from, some] of Map.groupBy(entries, ({ record }) => record.from)) {
    const rates = await ratesOf(table, from, [...new Set(some.map(({ record }) => yearOf(record.day)))]);
    for (const { line, record } of some) {
      if (rateOn(rates, record.from, record.to, record.day) === record.rate) verdicts.set(line, 'known');
    }
  }
  if (books) {
    await saveRates(
      table,
      entries.filter(({ line }) => !verdicts.has(line)).map(({ record }) => record),
    );
  }
  return verdicts;
}

export async function bookEnrolments(
  desk: Desk,
  entries: readonly Entry<ImportedEnrolment>[],
): Promise<Verdicts> {
  const { table, books } = desk;
  const [org, enrolments, { items: heads }] = await Promise.all([
    orgOf(table),
    enrolmentsOf(table),
    listPlans(table, {}),
  ]);
  const wanted = new Set(entries.map(({ record }) => record.plan));
  const named = heads.filter(({ id, name }) => wanted.has(id) || wanted.has(name));
  const versions = await planVersions(
    table,
    named.map(({ id, version }) => ({ plan: id, version })),
  );
  const paying = versions.some(({ payment }) => payment) ? await planVersions(table, enrolments) : [];
  const { taken, verdicts } = judgeEnrolments(entries, { org, enrolments, plans: versions, paying });
  const drafts = books ? taken : [];
  const fresh = new Set(firsts(drafts, enrolments));
  await enrolAll(table, [...fresh]);
  for (const one of drafts) if (!fresh.has(one)) await enrolOne(table, one);
  return verdicts;
}

type Drafted = { readonly draft: EnrolmentDraft; readonly version: PlanVersion };

/** Of people who were never in these plans, as far as is known; payment terms are looked at one by one. */
function firsts(drafts: readonly Drafted[], known: readonly Enrolment[]): Drafted[] {
  const nameOf = ({ person, plan }: Pick<Enrolment, 'person' | 'plan'>) => `${person} ${plan}`;
  const seen = new Set(known.map(nameOf));
  return drafts.filter(({ draft, version }) => {
    const isFirst = !seen.has(nameOf(draft));
    seen.add(nameOf(draft));
    return isFirst && !version.payment;
  });
}

/** A transaction takes a hundred writes, and an enrolment two of them. */
const ENROLLED_AT_ONCE = 45;

/** Who was in the plan after all, as when a step is done again, is looked at one by one. */
async function enrolAll(table: Table, drafts: readonly Drafted[]): Promise<void> {
  for (let n = 0; n < drafts.length; n += ENROLLED_AT_ONCE) {
    const some = drafts.slice(n, n + ENROLLED_AT_ONCE);
    try {
      const enrolments = some.map(({ draft }) => enrol(draft, []));
      await saveFirstEnrolments(table, enrolments);
    } catch (error) {
      if (!isRefused(error, 'version.stale')) throw error;
      for (const one of some) await enrolOne(table, one);
    }
  }
}

async function enrolOne(table: Table, { draft, version }: Drafted): Promise<void> {
  const membership = await membershipOf(table, draft.person, draft.plan);
  const enrolment = enrol(draft, membership.enrolments);
  if (membership.enrolments.includes(enrolment)) return;
  await saveEnrolment(table, enrolment, membership, version);
}
