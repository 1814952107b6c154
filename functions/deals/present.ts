/**
 * A deal as it is now, in the words of a file, whoever said it: what goes out so comes back in as known.
 *
 *   file      O1 won on 3 Feb for 500.00, in the territory North
 *   webhooks  amended to 600.00 on 9 Feb        →  O1, 3 Feb, 600.00, won, North
 *
 * One without a close date was won on the day of its first win; of one that was never won, the day is that of
 * the latest change. One without an amount is of nothing. What the company says itself stays here.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { DealId } from '../../shared/kernel/ids.ts';
import type { Currency } from '../../shared/kernel/money.ts';
import { type Day, dayOf, type TimeZone } from '../../shared/kernel/time.ts';
import type { Settings } from '../settings/settings.ts';
import { countedChanges, type Deal, type DealChange, type DealState, fold, inOrder } from './deal.ts';
import { type ImportedRow, merged, type Said } from './imported.ts';

/** With its currency, where that is another than the company's: files do not bring such deals. */
export type Present = ImportedRow & { readonly currency?: Currency };

/** What is so of a deal, and what a file said of it before; without that, only webhooks have spoken. */
export type Known = { readonly present: Present; readonly before?: Said };
type Company = Pick<Settings, 'timeZone' | 'currency'>;
export type ById = ReadonlyMap<DealId, Known>;

/** It stands on no line. Undefined where nothing counts that was said of it. */
export function presentOf(
  deal: Deal,
  said: Said | undefined,
  { timeZone: zone, currency: company }: Company,
): Present | undefined {
  const [whole = deal] = said ? merged([deal], new Map([[deal.id, said]])) : [];
  const changes = countedChanges(whole).filter(({ override }) => override === undefined);
  if (changes.length === 0) return undefined;
  const state = fold(changes);
  const { status, stage, amountMinor, currency } = state;
  return {
    line: 0,
    recordId: deal.recordId,
    day: state.closeDate ?? lastingDay(changes, state, zone),
    amountMinor: amountMinor ?? 0n,
    ...(currency !== null && currency !== company && { currency }),
    status,
    ...(stage !== null && { stage }),
    ...sellersOf(state),
    ...factsOf(state),
    about: state.about,
  };
}

function factsOf({ overlays, units, costMinor, discount, invoicedMinor, collectedMinor }: DealState) {
  return {
    ...(overlays && { overlays }),
    ...(units !== null && { units }),
    ...(costMinor !== null && { costMinor }),
    ...(discount !== null && { discount }),
    ...(invoicedMinor !== null && { invoicedMinor }),
    ...(collectedMinor !== null && { collectedMinor }),
  };
}

/** Shares before the owner, as they are credited. */
function sellersOf({
  splits,
  ownerRef,
  owner,
}: DealState): Pick<ImportedRow, 'splits' | 'ownerRef' | 'owner'> {
  if (splits) return { splits };
  return { ...(ownerRef !== null && { ownerRef }), ...(owner && { owner }) };
}

function lastingDay(changes: readonly DealChange[], { status }: DealState, zone: TimeZone): Day {
  const ordered = inOrder(changes);
  const win = status === 'won' ? ordered.find((change) => change.status === 'won') : undefined;
  const change = win ?? ordered.at(-1);
  assert(change, 'something was said of it');
  return dayOf(change.occurredAt, zone);
}
