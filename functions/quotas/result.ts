/**
 * A recorded result: a figure of a person in a period that no deal says, by its name.
 *
 *   mbo-launch  0.8     retention  0.96     csat  4.7
 */
import * as z from 'zod';
import { PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { Decimal, shortest } from '../../shared/kernel/rational.ts';
import { Name, Word } from '../../shared/kernel/text.ts';
import { ForReopening, refuseLocked } from './quota.ts';

export const ResultName = Word.meta({ examples: ['retention'] });
export type ResultName = z.output<typeof ResultName>;

export const RecordedResult = z.object({
  person: PersonId,
  period: PeriodId,
  name: ResultName,
  /** '0.96' is 96 %; without zeros that say nothing. */
  value: Decimal,
  /** Where it comes from, for those who ask. */
  source: Name.optional(),
  version: z.int(),
});
export type RecordedResult = z.output<typeof RecordedResult>;

export const AskedResult = z.strictObject({
  name: ResultName,
  value: Decimal.transform(shortest),
  source: Name.optional(),
  forReopening: ForReopening,
});
export type AskedResult = z.output<typeof AskedResult>;

type Place = {
  readonly person: PersonId;
  readonly period: { readonly id: PeriodId; readonly status: string };
};

/** The next version of a result; the same one where it is so already. */
export function recorded(
  { name, value, source, forReopening }: AskedResult,
  { person, period }: Place,
  before: RecordedResult | undefined,
): RecordedResult {
  if (before?.value === value && before.source === source) return before;
  refuseLocked(period, forReopening);
  const version = (before?.version ?? 0) + 1;
  return { person, period: period.id, name, value, ...(source && { source }), version };
}
