/** A figure of a person in a period that no deal says, such as a score or a rate of retention. */
import * as z from 'zod';
import { PeriodId } from '../../../shared/kernel/ids.ts';
import { AskedResult } from '../../quotas/result.ts';
import { Ref, type Target } from './target.ts';

export const ImportedResult = z.strictObject({
  person: Ref,
  period: PeriodId,
  ...AskedResult.omit({ forReopening: true }).shape,
});
export type ImportedResult = z.output<typeof ImportedResult>;

export const result = {
  fields: {
    person: { is: 'text', required: true },
    period: { is: 'text', required: true },
    name: { is: 'text', required: true },
    value: { is: 'exact', required: true },
    source: { is: 'text' },
  },
  record: ImportedResult,
  keyOf: ({ person, period, name }: ImportedResult) => [person, period, name],
} satisfies Target;
