/** The hash of a run: over its payees' hashes in order, so that two runs agree exactly when all lines do. */
import { createHash } from 'node:crypto';
import type { PayeeResult } from './calculate.ts';
import type { PayeeTotal } from './run.ts';
import type { PayeeSettled } from './settling.ts';

/** Of one payee's result, free of the ids and times of the run. */
export function hashOf({ lines, ...result }: PayeeResult, settled?: PayeeSettled): string {
  const paid = lines.map(({ plan, planVersion, component, credit, day, creditedMinor, amountMinor }) =>
    [plan, planVersion, component, credit, day, creditedMinor, amountMinor].join(' '),
  );
  const text = JSON.stringify([{ ...result, paid }, settled], (_, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

export function digestOf(totals: readonly PayeeTotal[]): string {
  const hash = createHash('sha256');
  for (const { payee, hash: own } of totals) hash.update(`${payee} ${own}\n`);
  return hash.digest('hex');
}
