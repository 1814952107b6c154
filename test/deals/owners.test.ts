import { expect, it } from 'vitest';
import { DealEvent } from '../../functions/crm/normal-form.ts';
import { ownersOf } from '../../functions/deals/owners.ts';
import { noOrg, withPerson } from '../../functions/people/org.ts';
import { ANA, BEN } from './saying.ts';

const org = withPerson(withPerson(noOrg, ANA, 'Ana', ['u-1', 'ana@acme.example']), BEN, 'Ben', ['u-2']);
const owners = (fields: object) =>
  ownersOf(
    DealEvent.parse({ recordId: 'D1', event: 'e', occurredAt: '2026-03-10T12:00:00.000Z', ...fields }),
    org,
  );

it('every reference of a person names them', () => {
  expect(owners({ ownerRef: 'u-1' })).toEqual({ owners: { owner: ANA } });
  expect(owners({ ownerRef: 'ana@acme.example' })).toEqual({ owners: { owner: ANA } });
});

it('those on top are named as those who divide it', () => {
  const overlays = [{ ownerRef: 'u-2', share: '2' }];
  expect(owners({ overlays })).toEqual({
    owners: { overlays: [{ ownerRef: 'u-2', share: '2', person: BEN }] },
  });
  expect(owners({ overlays: null })).toEqual({ owners: { overlays: null } });
});

it('what is not said names nobody, and what is cleared clears', () => {
  expect(owners({})).toEqual({ owners: {} });
  expect(owners({ ownerRef: null, splits: null })).toEqual({ owners: { owner: null, splits: null } });
});

it('A115 a reference that nobody has is unusable, as an owner, in a split and on top', () => {
  const split = {
    splits: [
      { ownerRef: 'u-2', share: '0.5' },
      { ownerRef: '__proto__', share: '0.5' },
    ],
  };
  const onTop = { overlays: [{ ownerRef: 'u-9', share: '1' }] };
  for (const fields of [{ ownerRef: 'u-9' }, split, onTop]) {
    expect(owners(fields)).toMatchObject({ unusable: { code: 'owner.unknown' } });
  }
});
