/** Who covers a territory, from one day up to another. */
import * as z from 'zod';
import { Day } from '../../../shared/kernel/time.ts';
import { endsLater, endsLaterWords, Plain, Ref, type Target } from './target.ts';

export const ImportedTerritory = z
  .strictObject({ person: Ref, territory: Plain, from: Day, to: Day.nullable().default(null) })
  .refine(endsLater, endsLaterWords);
export type ImportedTerritory = z.output<typeof ImportedTerritory>;

export const territory = {
  fields: {
    person: { is: 'text', required: true },
    territory: { is: 'text', required: true },
    from: { is: 'day', required: true },
    to: { is: 'day' },
  },
  record: ImportedTerritory,
  keyOf: ({ person, territory, from }: ImportedTerritory) => [person, territory, from],
} satisfies Target;
