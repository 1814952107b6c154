/** A payee's ledger: of each published period the balances before and after, and what happened in between. */
import * as z from 'zod';
import { PeriodId, RunId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { addDays, Day, dayOf } from '../../shared/kernel/time.ts';
import { Settlement } from '../ledger/settlement.ts';
import { type SheetHead, settlementIn } from '../runs/sheet.ts';

export const LedgerEntry = z.object({
  period: PeriodId,
  run: RunId,
  from: Day,
  to: Day.nullable(),
  currency: Currency,
  /** What all plans earned. */
  earnedMinor: Minor,
  ...Settlement.shape,
});
export type LedgerEntry = z.output<typeof LedgerEntry>;

/** Who is held in a period has no entry: nothing is paid, and balances stay as they are. */
export function entriesOf(run: RunId, head: SheetHead): LedgerEntry[] {
  const settlement = settlementIn(head);
  if (!settlement) return [];
  const { period, from, to, currency, totalMinor: earnedMinor } = head;
  return [{ period, run, from, to, currency, earnedMinor, ...settlement }];
}

/** The last of its days: who stood above a payee then sees it. */
export function lastDayOf({ to, calculatedAt }: Pick<SheetHead, 'to' | 'calculatedAt'>): Day {
  return to === null ? dayOf(calculatedAt, 'UTC') : addDays(to, -1);
}
