/** What the tests of people share: a small company, and short ways to say who and when. */
import { noOrg, type Org, withPerson } from '../../functions/people/org.ts';
import { derivedId, PersonId } from '../../shared/kernel/ids.ts';
import { Day } from '../../shared/kernel/time.ts';

export const day = (text: string) => Day.parse(text);
export const person = (name: string) => PersonId.parse(derivedId('per', name));

export const [ada, ben, cem, dia] = ['Ada', 'Ben', 'Cem', 'Dia'].map(person) as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];

/** Nobody reports to anybody yet; each has a reference of the CRM, such as 'crm-ada'. */
export const company: Org = ['Ada', 'Ben', 'Cem', 'Dia'].reduce(
  (org, name) => withPerson(org, person(name), name, [`crm-${name.toLowerCase()}`]),
  noOrg,
);
