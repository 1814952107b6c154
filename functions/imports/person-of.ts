/** Whom a file means. */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { isIn, type Org, ownerByRef } from '../people/org.ts';

/** By an owner reference, or by their id here. */
export function personOf(ref: string, org: Org): PersonId | undefined {
  const id = ref as PersonId;
  return ownerByRef(org, ref) ?? (isIn(org, id) ? id : undefined);
}
