/** A person of a company, or a seat that nobody holds: who they are, and how its other systems know them. */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Email, Name } from '../../shared/kernel/text.ts';
import type { Day } from '../../shared/kernel/time.ts';
import { Presence } from './org.ts';

/** The id of a person in a system of the company, for example the owner of a deal in its CRM. */
export const OwnerRef = z.string().trim().min(1).max(100);

export const OwnerRefs = z
  .array(OwnerRef)
  .max(20)
  .refine((refs) => new Set(refs).size === refs.length, 'names one reference twice');

export const Person = z.object({
  id: PersonId,
  name: Name,
  /** A vacant seat has none. */
  email: Email.optional(),
  ownerRefs: OwnerRefs,
  /** What they do. It gives no rights: those are granted one by one. */
  title: Name.optional(),
  ...Presence.shape,
  version: z.int(),
});
export type Person = z.output<typeof Person>;

/** What the index of people holds of them. */
export const PersonIndexed = Person.pick({ id: true, name: true, version: true });
export type PersonIndexed = z.output<typeof PersonIndexed>;

/** What a list of people shows. */
export const PersonListed = PersonIndexed.extend(Presence.shape);

const { startsOn, endsOn } = Presence.shape;

/** Somebody with an address, or a seat that nobody holds and that has none. */
export const NewPerson = z
  .strictObject({
    name: Name,
    email: Email.optional(),
    vacant: z.literal(true).optional(),
    ownerRefs: OwnerRefs.default([]),
    title: Name.optional(),
    startsOn,
    endsOn,
  })
  .refine(({ email, vacant }) => (email === undefined) === (vacant === true), {
    path: ['email'],
    message: 'is given, unless the seat is vacant',
  });

/** null takes away what was said. */
export const PersonChange = z.strictObject({
  name: Name.optional(),
  ownerRefs: OwnerRefs.optional(),
  /** Fills a vacant seat. */
  email: Email.optional(),
  title: Name.nullable().optional(),
  startsOn: startsOn.unwrap().nullable().optional(),
  endsOn: endsOn.unwrap().nullable().optional(),
});
export type PersonChange = z.output<typeof PersonChange>;

/** Where a name stands in a list: letters of any case side by side, without the separator of keys. */
export function listedAs(name: string): string {
  return name.toLowerCase().replaceAll('#', ' ').trim() || 'unnamed';
}

/**
 * The next version of a person; the same one where nothing new is said. An address fills a vacant seat, from
 * `startsOn` on, or from today: on the days before that it stays empty.
 */
export function changed(person: Person, change: PersonChange, today?: Day): Person {
  const isFilled = change.email !== undefined && change.email !== person.email;
  const said = isFilled ? filling(person, change, today) : change;
  const next = Object.entries({ ...person, ...known(said) }).filter(([, value]) => value !== null);
  const after = withDays(Object.fromEntries(next) as Person);
  return canonical(after) === canonical(person) ? person : { ...after, version: person.version + 1 };
}

/** Refuses somebody who would not be there on any day. */
export function withDays<P extends Presence>(person: P): P {
  if (person.startsOn && person.endsOn && person.endsOn <= person.startsOn) {
    refuse('rule', 'person.no-day', 'The day on which they are gone is after the one they start.', '/endsOn');
  }
  return person;
}

function filling(seat: Person, change: PersonChange, today: Day | undefined): object {
  if (!seat.vacant) {
    refuse('rule', 'person.present', 'Somebody is there: only a vacant seat gets an address.', '/email');
  }
  if (change.name === undefined) {
    refuse('rule', 'seat.nameless', 'Say the name of who takes the seat.', '/name');
  }
  const startsOn = [seat.startsOn, today].sort().findLast((day) => day !== undefined);
  return { startsOn, ...known(change), vacant: null };
}

function known<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export function noSuchPerson(): never {
  return refuse('missing', 'not-found', 'There is no such person.');
}
