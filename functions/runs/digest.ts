/** The hash of a run: over its payees' hashes in order, so that two runs agree exactly when all lines do. */
import { createHash } from 'node:crypto';
import type { PayeeTotal } from './run.ts';
import type { PayeeSheet } from './sheet.ts';

/** Of what is kept of one payee, free of the ids and times of the run. */
export function hashOf(sheet: PayeeSheet): string {
  const { payee, components, totalMinor, hold, lines, reached, settled, closing } = sheet;
  const totals = components.map((one) => [
    [one.plan, one.planVersion, one.component, one.lines, ...(one.trueUp ? [one.trueUp.period] : [])],
    [one.creditedMinor, one.quotaMinor, one.amountMinor, one.leftOutMinor, one.uncreditedMinor].map(digits),
  ]);
  const held = closing ? [closing] : [];
  const said = [payee, totalMinor, hold?.code, hold?.message, totals, reached, settled, ...held];
  const text = JSON.stringify(said, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
  return createHash('sha256').update(text).update('\n').update(lines).digest('hex');
}

const digits = (minor: bigint | undefined): string | null => (minor === undefined ? null : String(minor));

export function digestOf(totals: readonly PayeeTotal[]): string {
  const hash = createHash('sha256');
  for (const { payee, hash: own } of totals) hash.update(`${payee} ${own}\n`);
  return hash.digest('hex');
}
