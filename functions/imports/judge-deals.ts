/**
 * Whether a deal of a file can be booked, and as what: its sellers are known, the period of a won one is open,
 * and no file has said anything else of it. What webhooks said of it before does not matter: they come later.
 */
import { type ById, type ImportedFrom, type ImportedRow, saysTheSame } from '../deals/imported.ts';
import { dealIdOf } from '../deals/deal.ts';
import { type Org, ownerByRef } from '../people/org.ts';
import { type Period, postingPeriodOf } from '../periods/period.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import type { ImportedDeal } from './targets/deal.ts';
import type { Verdict } from './verdict.ts';

export type DealsContext = {
  readonly org: Org;
  readonly periods: readonly Period[];
  readonly currency: Currency;
  /** What files have said of these deals before. */
  readonly known: ById;
  readonly from: ImportedFrom;
};

export function judgeDeal(
  record: ImportedDeal,
  line: number,
  context: DealsContext,
): { readonly taken: ImportedRow } | Verdict {
  const { currency, from, known } = context;
  if (record.currency !== currency) {
    return refusal('currency.mismatch', `The company counts in ${currency}.`, 'currency');
  }
  const row = rowOf(record, line, context.org);
  if ('code' in row) return row;
  const before = known.get(dealIdOf(from.connector, record.recordId));
  if (before && before.from.import !== from.import) {
    if (saysTheSame(before.row, row, from)) return 'known';
    const message = `Line ${before.row.line} of ${before.from.import} said something else of this deal.`;
    return refusal('deal.imported', message, 'recordId');
  }
  return periodFault(record, context) ?? { taken: row };
}

function rowOf(record: ImportedDeal, line: number, org: Org): ImportedRow | Exclude<Verdict, 'known'> {
  const { recordId, day, amountMinor, status, stage, ownerRef, splits } = record;
  const owner = ownerRef === undefined ? undefined : ownerByRef(org, ownerRef);
  if (ownerRef !== undefined && !owner) return unknownOwner(ownerRef, 'ownerRef');
  const sellers = [];
  for (const split of splits ?? []) {
    const person = ownerByRef(org, split.ownerRef);
    if (!person) return unknownOwner(split.ownerRef, 'splits');
    sellers.push({ ...split, person });
  }
  return {
    line,
    recordId,
    day,
    amountMinor,
    status,
    ...(stage !== undefined && { stage }),
    ...(ownerRef !== undefined && { ownerRef }),
    ...(owner && { owner }),
    ...(splits && { splits: sellers }),
    about: aboutOf(record),
  };
}

function aboutOf({ territoryRef, accountRef, product, custom }: ImportedDeal): ImportedRow['about'] {
  return {
    ...(territoryRef !== undefined && { territory: territoryRef }),
    ...(accountRef !== undefined && { account: accountRef }),
    ...(product !== undefined && { product }),
    ...(custom && Object.keys(custom).length > 0 && { custom }),
  };
}

function periodFault({ status, day }: ImportedDeal, { periods }: DealsContext): Verdict | undefined {
  if (status !== 'won') return undefined;
  const period = postingPeriodOf(periods, day);
  if (!period) return refusal('period.missing', `The calendar has no period for ${day}.`, 'day');
  if (period.status === 'open') return undefined;
  return refusal('period.locked', `${period.id} takes no more changes.`, 'day');
}

function unknownOwner(ref: string, field: string) {
  return refusal('owner.unknown', `Nobody has the owner reference '${ref}'.`, field);
}

function refusal(code: string, message: string, field: string) {
  return { code, message, field };
}
