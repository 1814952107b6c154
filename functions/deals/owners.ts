/** Whom the owner references of an event name, in the company as it is when the event comes in. */
import type { DealEvent } from '../crm/normal-form.ts';
import { type Org, ownerByRef } from '../people/org.ts';
import type { DealChange } from './deal.ts';
import type { Unusable } from '../crm/inbox.ts';

type Owners = Pick<DealChange, 'owner' | 'splits'>;

/** A person is kept beside each reference, so that a deal says the same tomorrow. */
export function ownersOf(
  { ownerRef, splits }: DealEvent,
  org: Org,
): { readonly owners: Owners } | { readonly unusable: Unusable } {
  const owner = ownerRef ? ownerByRef(org, ownerRef) : null;
  if (owner === undefined) return unknownOwner(ownerRef);
  const sellers: NonNullable<Owners['splits']> = [];
  for (const split of splits ?? []) {
    const person = ownerByRef(org, split.ownerRef);
    if (!person) return unknownOwner(split.ownerRef);
    sellers.push({ ...split, person });
  }
  return {
    owners: {
      ...(ownerRef !== undefined && { owner }),
      ...(splits !== undefined && { splits: splits && sellers }),
    },
  };
}

function unknownOwner(ref: string | null | undefined): { readonly unusable: Unusable } {
  const message = `Nobody has the owner reference '${ref}': give it to a person, then replay this.`;
  return { unusable: { code: 'owner.unknown', message } };
}
