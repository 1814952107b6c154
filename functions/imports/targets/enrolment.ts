/** Who is paid by which plan, with the terms that are theirs alone. */
import * as z from 'zod';
import { Currency } from '../../../shared/kernel/money.ts';
import { Name } from '../../../shared/kernel/text.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { Terms } from '../../plans/terms.ts';
import { endsLater, endsLaterWords, Ref, type Target } from './target.ts';

export const ImportedEnrolment = z
  .strictObject({
    person: Ref,
    /** Its name, or its id. */
    plan: Name,
    from: Day,
    to: Day.nullable().default(null),
    terms: Terms.optional(),
    payCurrency: Currency.optional(),
  })
  .refine(endsLater, endsLaterWords);
export type ImportedEnrolment = z.output<typeof ImportedEnrolment>;

export const enrolment = {
  fields: {
    person: { is: 'text', required: true },
    plan: { is: 'text', required: true },
    from: { is: 'day', required: true },
    to: { is: 'day' },
    terms: { is: 'json' },
    payCurrency: { is: 'text' },
  },
  open: { map: 'terms', entry: { is: 'exact' } },
  record: ImportedEnrolment,
  keyOf: ({ person, plan, from }: ImportedEnrolment) => [person, plan, from],
} satisfies Target;
