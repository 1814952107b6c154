/**
 * Whether a deal of a file can be booked, and as what: its sellers are known, the period of a won one is open,
 * and no file has said anything else of it. One that says what is so already is known. What else webhooks have
 * said does not matter: they come later.
 */
import { aboutAfter, nothing } from '../deals/about.ts';
import { type ImportedFrom, type ImportedRow, type Saying, saysTheSame } from '../deals/imported.ts';
import type { ById, Known } from '../deals/present.ts';
import { dealIdOf } from '../deals/deal.ts';
import { peopleNamed } from '../deals/owners.ts';
import { type Org, ownerByRef } from '../people/org.ts';
import { type Period, postingPeriodOf } from '../periods/period.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import type { ImportedDeal } from './targets/deal.ts';
import type { Verdict } from './verdict.ts';

export type DealsContext = {
  readonly org: Org;
  readonly periods: readonly Period[];
  readonly currency: Currency;
  /** What is so of these deals, and what files have said of them before. */
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
  const before = known.get(dealIdOf(from.connector, record.recordId));
  const told = before && newsFault(sayingOf(record), before, from);
  if (told) return told;
  const row = rowOf(record, line, context.org);
  return 'code' in row ? row : (periodFault(record, context) ?? { taken: row });
}

/** Nothing against a row that this very import has brought: a step that died is done again. */
function newsFault(saying: Saying, { present, before }: Known, from: ImportedFrom): Verdict | undefined {
  if (before?.from.import === from.import) return undefined;
  const isSame = present.currency === undefined && saysTheSame(present, saying);
  if (isSame || (before && saysTheSame(before.row, saying))) return 'known';
  if (!before) return undefined;
  const message = `Line ${before.row.line} of ${before.from.import} said something else of this deal.`;
  return refusal('deal.imported', message, 'recordId');
}

/** With the people whom its references name. */
function rowOf(record: ImportedDeal, line: number, org: Org): ImportedRow | Exclude<Verdict, 'known'> {
  const { recordId, ownerRef } = record;
  const { splits, overlays, ...saying } = sayingOf(record);
  const owner = ownerRef === undefined ? undefined : ownerByRef(org, ownerRef);
  if (ownerRef !== undefined && !owner) return unknownOwner(ownerRef, 'ownerRef');
  const sellers = splits && peopleNamed(splits, org);
  if (typeof sellers === 'string') return unknownOwner(sellers, 'splits');
  const supporters = overlays && peopleNamed(overlays, org);
  if (typeof supporters === 'string') return unknownOwner(supporters, 'overlays');
  return {
    line,
    recordId,
    ...saying,
    ...(owner && { owner }),
    ...(sellers && { splits: sellers }),
    ...(supporters && { overlays: supporters }),
  };
}

function sayingOf(record: ImportedDeal): Saying {
  const { recordId: _, currency: __, ...said } = record;
  const { territoryRef, accountRef, product, type, category, channel, custom, ...saying } = said;
  const named = { type, product, category, channel, territory: territoryRef, account: accountRef, custom };
  return { ...saying, about: aboutAfter(nothing, named) };
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
