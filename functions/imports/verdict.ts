/**
 * What the company's own data make of rows that are good by themselves: the seller of one is unknown, the
 * period of another is closed, a third says what is known already.
 */
import type { Accepted, Outcome } from './rows.ts';
import type { Problem } from './source.ts';
import type { Records, Kind } from './targets/index.ts';

/** A row that is good by itself. */
export type Entry<R = Records[Kind]> = { readonly line: number; readonly record: R };
/** Why a row is not taken; 'known' where there is nothing new in it. No verdict: it is taken. */
export type Verdict = (Problem & { readonly field?: string }) | 'known';
export type Verdicts = ReadonlyMap<number, Verdict>;

export function entriesIn<R>(outcomes: readonly Outcome[]): Entry<R>[] {
  return outcomes.flatMap((outcome) =>
    'accepted' in outcome ? [{ line: outcome.line, record: outcome.accepted.record as R }] : [],
  );
}

/** `columnOf` names the column that a field came from. */
export function judged(
  outcomes: readonly Outcome[],
  verdicts: Verdicts,
  columnOf: (field: string) => string | null,
): Outcome[] {
  return outcomes.map((outcome) => {
    const verdict = 'accepted' in outcome ? verdicts.get(outcome.line) : undefined;
    if (!verdict) return outcome;
    const { line } = outcome;
    if (verdict === 'known') return { line, ignored: 'record.known' };
    const { field, code, message } = verdict;
    return { line, rejected: { line, column: field ? columnOf(field) : null, code, message } };
  });
}

/** Sends each entry to a judge in the order of the file. */
export function judgeAll<R>(
  entries: readonly Entry<R>[],
  judge: (record: R, line: number) => Verdict | undefined,
): Map<number, Verdict> {
  const verdicts = new Map<number, Verdict>();
  for (const { line, record } of entries) {
    const verdict = judge(record, line);
    if (verdict) verdicts.set(line, verdict);
  }
  return verdicts;
}

export type { Accepted };
