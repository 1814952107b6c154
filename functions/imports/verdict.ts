/**
 * What the company's own data make of rows that are good by themselves: the seller of one is unknown, the
 * period of another is closed, a third says what is known already.
 */
import type { Outcome } from './rows.ts';
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

/** Those on which nothing is decided yet. */
export function undecided<R>(entries: readonly Entry<R>[], verdicts: Verdicts): Entry<R>[] {
  return entries.filter(({ line }) => !verdicts.has(line));
}

/** What was decided before, and what was refused while the others were booked: what they say is known by then. */
export function withLate(decided: Verdicts, late: Verdicts): Verdicts {
  return new Map([...[...late].filter(([, verdict]) => verdict !== 'known'), ...decided]);
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

export type Judged<T> = { readonly taken: T[]; readonly verdicts: Map<number, Verdict> };

/** Sends each entry to a judge in the order of the file: a verdict, or what is to be booked. */
export function judgeAll<R, T extends object>(
  entries: readonly Entry<R>[],
  judge: (record: R, line: number) => { readonly taken: T } | Verdict,
): Judged<T & { readonly line: number }> {
  const taken: (T & { readonly line: number })[] = [];
  const verdicts = new Map<number, Verdict>();
  for (const { line, record } of entries) {
    const verdict = judge(record, line);
    if (typeof verdict === 'object' && 'taken' in verdict) taken.push({ ...verdict.taken, line });
    else verdicts.set(line, verdict);
  }
  return { taken, verdicts };
}
