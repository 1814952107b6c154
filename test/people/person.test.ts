/** People: ids that follow from addresses, and names that can stand in a list. */
import { expect, it } from 'vitest';
import { noOrg, personByAddress, withPerson } from '../../functions/people/org.ts';
import { changed, listedAs, NewPerson, OwnerRefs, Person, withDays } from '../../functions/people/person.ts';
import { seatIdOf } from '../../functions/people/seat.ts';
import { loginIdOf, personIdOf } from '../../functions/tenants/login.ts';
import { derivedId, TenantId } from '../../shared/kernel/ids.ts';
import { Day } from '../../shared/kernel/time.ts';

const acme = TenantId.parse(derivedId('ten', 'acme'));
const globex = TenantId.parse(derivedId('ten', 'globex'));
const anna = Person.parse({
  id: personIdOf(acme, 'anna@acme.test'),
  name: 'Anna Berg',
  email: 'Anna@Acme.test',
  ownerRefs: ['crm-1'],
  version: 1,
});

it('gives an address the same person whatever its letters, and another one in another tenant', () => {
  expect(personIdOf(acme, 'Anna@Acme.test')).toBe(anna.id);
  expect(personIdOf(globex, 'anna@acme.test')).not.toBe(anna.id);
  expect(loginIdOf('Anna@Acme.test')).toBe(loginIdOf('anna@acme.test'));
  expect(anna.email).toBe('anna@acme.test');
});

it('changes what is said and keeps the rest', () => {
  expect(changed(anna, { name: 'Anna Kay' })).toEqual({ ...anna, name: 'Anna Kay', version: 2 });
  expect(changed(anna, { ownerRefs: [] })).toEqual({ ...anna, ownerRefs: [], version: 2 });
});

it('is the same person where nothing new is said', () => {
  expect(changed(anna, {})).toBe(anna);
  expect(changed(anna, { name: anna.name, ownerRefs: ['crm-1'] })).toBe(anna);
});

it('lists names without the separator of keys', () => {
  expect(listedAs('Anna #1')).toBe('anna  1');
  expect(listedAs('##')).toBe('unnamed');
});

it('refuses a name that cannot be shown, and a reference said twice', () => {
  for (const name of ['', '  ', 'a\nb', '\u0000', '\ud800', 'x'.repeat(201)]) {
    expect(Person.shape.name.safeParse(name).success).toBe(false);
  }
  expect(Person.shape.name.parse(' Zoë 🎉 ')).toBe('Zoë 🎉');
  expect(OwnerRefs.safeParse(['a', 'a']).success).toBe(false);
});

const today = Day.parse('2026-03-02');
const seat = Person.parse({
  id: seatIdOf(acme, noOrg, 'Seat 1'),
  name: 'Seat 1',
  ownerRefs: ['crm-9'],
  vacant: true,
  version: 1,
});

it('keeps from when to when somebody is there, until that is taken back', () => {
  const left = changed(anna, { endsOn: today, title: 'Account Manager' });
  expect(left).toEqual({ ...anna, endsOn: today, title: 'Account Manager', version: 2 });
  expect(changed(left, { endsOn: null, title: null })).toEqual({ ...anna, version: 3 });
  expect(changed(anna, { endsOn: null })).toBe(anna);
});

it('refuses somebody who is gone before they start, or the same day', () => {
  const noDay = expect.objectContaining({
    code: 'person.no-day',
    faults: [expect.objectContaining({ pointer: '/endsOn' })],
  });
  expect(() => withDays({ startsOn: today, endsOn: today })).toThrow(noDay);
  expect(() => changed({ ...anna, startsOn: today }, { endsOn: Day.parse('2026-03-01') })).toThrow(noDay);
  expect(changed({ ...anna, startsOn: today }, { endsOn: Day.parse('2026-03-03') }).version).toBe(2);
});

it('fills a vacant seat from today on, from the day that is said, or from when there is one', () => {
  const taken = { name: 'Sam', email: 'sam@acme.test' };
  const { vacant: _, ...held } = { ...seat, ...taken, version: 2 };
  expect(changed(seat, taken, today)).toEqual({ ...held, startsOn: today });
  const startsOn = Day.parse('2026-02-01');
  expect(changed(seat, { ...taken, startsOn }, today)).toEqual({ ...held, startsOn });
  const planned = { ...seat, startsOn: Day.parse('2026-10-01') };
  expect(changed(planned, taken, today).startsOn).toBe('2026-10-01');
  const filled = changed(seat, taken, today);
  expect(changed(filled, taken, Day.parse('2026-05-01'))).toBe(filled);
});

it('gives an address to a vacant seat alone, and only with a name', () => {
  const refusal = (code: string, pointer: string) =>
    expect.objectContaining({ code, faults: [expect.objectContaining({ pointer })] });
  const other = { name: 'Anna', email: 'other@acme.test' };
  expect(() => changed(anna, other, today)).toThrow(refusal('person.present', '/email'));
  expect(() => changed(seat, { email: 'sam@acme.test' }, today)).toThrow(refusal('seat.nameless', '/name'));
  expect(NewPerson.safeParse({ name: 'Seat 1' }).success).toBe(false);
  expect(NewPerson.safeParse({ name: 'Seat 1', vacant: true, email: 'a@acme.test' }).success).toBe(false);
  expect(NewPerson.safeParse({ name: 'Seat 1', vacant: true }).success).toBe(true);
});

it('knows an empty seat by its name, and gives another id to one of that name once it is filled', () => {
  const org = withPerson(noOrg, seat.id, seat.name, [], { vacant: true });
  expect(seatIdOf(acme, org, 'Seat 1')).toBe(seat.id);
  expect(seatIdOf(globex, org, 'Seat 1')).not.toBe(seat.id);
  const address = personIdOf(acme, 'sam@acme.test');
  const filled = withPerson(org, seat.id, 'Sam', [], { address });
  expect(seatIdOf(acme, filled, 'Seat 1')).not.toBe(seat.id);
  expect(personByAddress(filled, address)).toBe(seat.id);
  expect(personByAddress(withPerson(filled, seat.id, 'Samuel', []), address)).toBe(seat.id);
  expect(personByAddress(filled, anna.id)).toBeUndefined();
});
