/** A person of the company, by the id that its own system has for them. */
import * as z from 'zod';
import { OwnerRefs } from '../../people/person.ts';
import { Email, Name } from '../../../shared/kernel/text.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { isPlain, Ref, type Target } from './target.ts';

export const ImportedPerson = z
  .strictObject({
    externalId: Ref,
    name: Name,
    email: Email,
    ownerRefs: OwnerRefs.refine((refs) => refs.every(isPlain), 'must be well-formed text').default([]),
    startsOn: Day.optional(),
    /** The first day on which they are not there any more. */
    endsOn: Day.optional(),
    /** What they do. It gives no rights: those are granted one by one. */
    role: Name.optional(),
  })
  .refine(({ startsOn, endsOn }) => !startsOn || !endsOn || startsOn < endsOn, {
    path: ['endsOn'],
    message: 'must be after the day on which they start',
  });
export type ImportedPerson = z.output<typeof ImportedPerson>;

export const person = {
  fields: {
    externalId: { is: 'text', required: true },
    name: { is: 'text', required: true },
    email: { is: 'text', required: true },
    ownerRefs: { is: 'list' },
    startsOn: { is: 'day' },
    endsOn: { is: 'day' },
    role: { is: 'text' },
  },
  record: ImportedPerson,
  keyOf: ({ externalId }: ImportedPerson) => [externalId],
} satisfies Target;
