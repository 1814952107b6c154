/**
 * Which quota a row asks for: by the name of a period of the pay calendar, or by exactly its days. A quota
 * for other days, which would overlap a period or two, is none.
 */
import type { Currency } from '../../shared/kernel/money.ts';
import type { Org } from '../people/org.ts';
import type { Period } from '../periods/period.ts';
import { wanted } from '../quotas/asked.ts';
import { assignQuota, type Quota } from '../quotas/quota.ts';
import { personOf } from './person-of.ts';
import type { ImportedQuota } from './targets/quota.ts';
import type { Judged, Verdict } from './verdict.ts';

export type QuotasContext = {
  readonly org: Org;
  readonly periods: readonly Period[];
  readonly currency: Currency;
  /** Of all periods that a file names. */
  readonly quotas: readonly Quota[];
};

export type Assigned = { readonly quota: Quota; readonly period: Period };

export function judgeQuota(
  record: ImportedQuota,
  context: QuotasContext,
): { readonly taken: Assigned } | Verdict {
  const { currency, amountMinor, measure } = record;
  if (currency !== context.currency) {
    return refusal('currency.mismatch', `The company counts in ${context.currency}.`, 'currency');
  }
  const person = personOf(record.person, context.org);
  if (!person) return refusal('person.unknown', `Nobody is known as '${record.person}'.`, 'person');
  const period = periodFor(record, context.periods);
  if ('code' in period) return period;
  const before = context.quotas.find(
    (quota) => quota.person === person && quota.period === period.id && quota.measure === measure,
  );
  if (before?.amountMinor === amountMinor) return 'known';
  if (period.status !== 'open') {
    return refusal('period.locked', `${period.id} takes no more changes.`, record.period ? 'period' : 'from');
  }
  const where = { period, months: [], presence: {} };
  const asked = wanted({ measure, amountMinor, currency }, where, before);
  const quota = assignQuota(asked, { person, period, currency }, before);
  return quota === before ? 'known' : { taken: { quota, period } };
}

/** Rows may name one quota in different words: by its period and by its days, or a person by two references. */
export function onceEach({ taken, verdicts }: Judged<Assigned & { readonly line: number }>) {
  const first = new Map<string, (typeof taken)[number]>();
  for (const row of taken) {
    const { person, period, measure, amountMinor } = row.quota;
    const name = [person, period, measure].join(' ');
    const before = first.get(name);
    if (!before) first.set(name, row);
    else if (before.quota.amountMinor === amountMinor) verdicts.set(row.line, 'known');
    else {
      const message = `Line ${before.line} says something else of the same quota.`;
      verdicts.set(row.line, { code: 'duplicate.other', message });
    }
  }
  return { taken: [...first.values()], verdicts };
}

/** The period that a row names, by its name or by its days. */
export function periodFor(
  { period: id, from, to }: Pick<ImportedQuota, 'period' | 'from' | 'to'>,
  periods: readonly Period[],
): Period | Exclude<Verdict, 'known'> {
  const [found, other] = periods.filter((period) =>
    id === undefined ? period.from === from && (to === undefined || period.to === to) : period.id === id,
  );
  if (found && other) {
    const message = `${found.id} and ${other.id} begin on ${from}: say also where it ends.`;
    return refusal('quota.which-period', message, 'from');
  }
  if (found) return found;
  if (id !== undefined) return refusal('period.missing', `The calendar has no period ${id}.`, 'period');
  const days = `${from} to ${to ?? 'its end'}`;
  return refusal('quota.no-period', `No period of the calendar goes from ${days}.`, 'from');
}

function refusal(code: string, message: string, field: string) {
  return { code, message, field };
}
