/**
 * A fiscal year, from the first days of its months and weeks. Whatever their lengths, three months are a
 * quarter, six a half and twelve the year; all are numbered from the start of the year.
 *
 *   2026-w01 … w53   2026-m01 … m12   2026-q1 … q4   2026-h1, h2   2026
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { PeriodId } from '../../shared/kernel/ids.ts';
import type { Day } from '../../shared/kernel/time.ts';

export const StretchKind = z.enum(['week', 'month', 'quarter', 'half', 'year', 'window']);
export type StretchKind = z.output<typeof StretchKind>;

/** A named stretch of a calendar: from its first day up to, not including, `to`; null is without end. */
export type Stretch = {
  readonly id: PeriodId;
  readonly kind: StretchKind;
  readonly fiscalYear?: number;
  readonly from: Day;
  readonly to: Day | null;
};

/** The first days of the months and weeks of a year; the last of each is the first day after it. */
export type YearDays = {
  readonly year: number;
  readonly months: readonly Day[];
  readonly weeks: readonly Day[];
};

const MONTHS = { month: 1, quarter: 3, half: 6, year: 12 } as const;

/** All weeks, months, quarters and halves of a year, and the year itself. */
export function stretchesOf({ year, months, weeks }: YearDays): Stretch[] {
  const longer = (['month', 'quarter', 'half', 'year'] as const).flatMap((kind) =>
    between(
      year,
      kind,
      months.filter((_, n) => n % MONTHS[kind] === 0),
    ),
  );
  return [...between(year, 'week', weeks), ...longer];
}

function between(fiscalYear: number, kind: StretchKind, days: readonly Day[]): Stretch[] {
  return days.slice(1).map((to, n) => {
    const from = days[n];
    assert(from, 'each day but the first follows another');
    return { id: idOf(fiscalYear, kind, n + 1), kind, fiscalYear, from, to };
  });
}

function idOf(year: number, kind: StretchKind, n: number): PeriodId {
  if (kind === 'year') return PeriodId.parse(`${year}`);
  const digits = kind === 'week' || kind === 'month' ? 2 : 1;
  return PeriodId.parse(`${year}-${kind.slice(0, 1)}${String(n).padStart(digits, '0')}`);
}
