/** Who is paid by which plan, with the terms that are theirs alone. */
import * as z from 'zod';
import { Decimal } from '../../../shared/kernel/rational.ts';
import { Name } from '../../../shared/kernel/text.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { endsLater, endsLaterWords, Ref, type Target } from './target.ts';

const MOST_TERMS = 50;

const TermName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.-]{0,59}$/,
    'must be a name of letters, digits, dots, hyphens and underscores',
  );

export const ImportedEnrolment = z
  .strictObject({
    person: Ref,
    /** Its name, or its id. */
    plan: Name,
    from: Day,
    to: Day.nullable().default(null),
    terms: z
      .record(TermName, Decimal)
      .refine((terms) => Object.keys(terms).length <= MOST_TERMS, `must be at most ${MOST_TERMS} terms`)
      .optional(),
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
  },
  open: { map: 'terms', entry: { is: 'exact' } },
  record: ImportedEnrolment,
  keyOf: ({ person, plan, from }: ImportedEnrolment) => [person, plan, from],
} satisfies Target;
