/** An item as the table's stream shows it. */
import type { AttributeValue } from 'aws-lambda';
import { assert } from '../kernel/assert.ts';
import { TenantId } from '../kernel/ids.ts';
import type { Key } from '../table/keys.ts';

export type Image = Readonly<Record<string, AttributeValue>>;

/** The owner stands in front of the key; items of the directory belong to the plane and name the tenant. */
export function tenantOf(image: Image): TenantId {
  const [owner, tenant] = image['pk']?.S?.split('#') ?? [];
  assert(owner === 'T' || owner === 'C', 'every item has an owner');
  return TenantId.parse(owner === 'T' ? tenant : image['tenant']?.S);
}

/** The key, as `keys.ts` has it: without its owner. */
export function keyIn(image: Image): Key {
  const [owner, ...rest] = image['pk']?.S?.split('#') ?? [];
  return { pk: rest.slice(owner === 'T' ? 1 : 0).join('#'), sk: image['sk']?.S ?? '' };
}

/** A value as JSON has it; bytes stay bytes, and sets are lists in order. */
export function plain(value: AttributeValue): unknown {
  if (value.M)
    return Object.fromEntries(Object.entries(value.M).map(([name, inner]) => [name, plain(inner)]));
  if (value.L) return value.L.map(plain);
  if (value.N !== undefined) return Number(value.N);
  if (value.B !== undefined) return Buffer.from(value.B, 'base64');
  const set = value.SS ?? value.NS?.map(Number) ?? value.BS?.map(String);
  if (set) return [...set].sort();
  return value.NULL ? null : (value.S ?? value.BOOL);
}
