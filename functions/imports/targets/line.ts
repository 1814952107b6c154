/** A reporting line: to whom a person reports, or to nobody, from one day up to another. */
import * as z from 'zod';
import { HierarchyName, MAIN } from '../../people/hierarchy.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { endsLater, endsLaterWords, Ref, type Target } from './target.ts';

export const ImportedLine = z
  .strictObject({
    person: Ref,
    manager: Ref.nullable().default(null),
    from: Day,
    to: Day.nullable().default(null),
    hierarchy: HierarchyName.default(MAIN),
  })
  .refine(endsLater, endsLaterWords)
  .refine(({ person, manager }) => person !== manager, {
    path: ['manager'],
    message: 'must be somebody else than the person',
  });
export type ImportedLine = z.output<typeof ImportedLine>;

export const line = {
  fields: {
    person: { is: 'text', required: true },
    manager: { is: 'text', required: true, nullable: true },
    from: { is: 'day', required: true },
    to: { is: 'day' },
    hierarchy: { is: 'text' },
  },
  record: ImportedLine,
  keyOf: ({ hierarchy, person, from }: ImportedLine) => [hierarchy, person, from],
} satisfies Target;
