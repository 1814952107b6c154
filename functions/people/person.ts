/** A person of a company: who they are, and by which names its other systems know them. */
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Email, Name } from '../../shared/kernel/text.ts';

/** The id of a person in a system of the company, for example the owner of a deal in its CRM. */
export const OwnerRef = z.string().trim().min(1).max(100);

export const OwnerRefs = z
  .array(OwnerRef)
  .max(20)
  .refine((refs) => new Set(refs).size === refs.length, 'names one reference twice');

export const Person = z.object({
  id: PersonId,
  name: Name,
  email: Email,
  ownerRefs: OwnerRefs,
  version: z.int(),
});
export type Person = z.output<typeof Person>;

/** What a list of people shows. */
export const PersonListed = Person.pick({ id: true, name: true, version: true });
export type PersonListed = z.output<typeof PersonListed>;

export type PersonChange = {
  readonly name?: string | undefined;
  readonly ownerRefs?: readonly string[] | undefined;
};

/** Where a name stands in a list: letters of any case side by side, without the separator of keys. */
export function listedAs(name: string): string {
  return name.toLowerCase().replaceAll('#', ' ').trim() || 'unnamed';
}

/** The next version of a person; the same one where nothing new is said. */
export function changed(person: Person, change: PersonChange): Person {
  const name = change.name ?? person.name;
  const ownerRefs = [...(change.ownerRefs ?? person.ownerRefs)];
  const isSame = name === person.name && JSON.stringify(ownerRefs) === JSON.stringify(person.ownerRefs);
  return isSame ? person : { ...person, name, ownerRefs, version: person.version + 1 };
}

export function noSuchPerson(): never {
  return refuse('missing', 'not-found', 'There is no such person.');
}
