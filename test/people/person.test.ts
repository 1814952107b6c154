/** People: ids that follow from addresses, and names that can stand in a list. */
import { expect, it } from 'vitest';
import { changed, listedAs, OwnerRefs, Person } from '../../functions/people/person.ts';
import { loginIdOf, personIdOf } from '../../functions/tenants/login.ts';
import { derivedId, TenantId } from '../../shared/kernel/ids.ts';

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
