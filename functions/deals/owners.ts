/** Whom the owner references of an event name, in the company as it is when the event comes in. */
import type { DealEvent } from '../crm/normal-form.ts';
import type { Share } from '../crm/share.ts';
import { type Org, ownerByRef } from '../people/org.ts';
import type { DealChange } from './deal.ts';
import type { Unusable } from '../crm/inbox.ts';

type Owners = Pick<DealChange, 'owner' | 'splits' | 'overlays'>;
type Sharing = readonly { readonly ownerRef: string; readonly share: Share }[] | null | undefined;
type Named = NonNullable<Owners['splits']>;

/** A person is kept beside each reference, so that a deal says the same tomorrow. */
export function ownersOf(
  { ownerRef, splits, overlays }: DealEvent,
  org: Org,
): { readonly owners: Owners } | { readonly unusable: Unusable } {
  const owner = ownerRef ? ownerByRef(org, ownerRef) : null;
  if (owner === undefined) return unknownOwner(ownerRef);
  const [sellers, supporters] = [peopleNamed(splits, org), peopleNamed(overlays, org)];
  if (typeof sellers === 'string') return unknownOwner(sellers);
  if (typeof supporters === 'string') return unknownOwner(supporters);
  return {
    owners: {
      ...(ownerRef !== undefined && { owner }),
      ...(splits !== undefined && { splits: splits && sellers }),
      ...(overlays !== undefined && { overlays: overlays && supporters }),
    },
  };
}

/** With the people of these references, or the first reference that nobody has. */
export function peopleNamed(sharing: Sharing, org: Org): Named | string {
  const found: Named = [];
  for (const each of sharing ?? []) {
    const person = ownerByRef(org, each.ownerRef);
    if (!person) return each.ownerRef;
    found.push({ ...each, person });
  }
  return found;
}

function unknownOwner(ref: string | null | undefined): { readonly unusable: Unusable } {
  const message = `Nobody has the owner reference '${ref}': give it to a person, then replay this.`;
  return { unusable: { code: 'owner.unknown', message } };
}
