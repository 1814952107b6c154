/** How a value becomes an item and comes back: system attributes, owner prefix, bigints as digits. */
import { assert } from '../kernel/assert.ts';
import type { Instant } from '../kernel/time.ts';
import type { IndexedKey } from './keys.ts';

/** Something that happened, written with the state it changed; the stream takes it to the bus. */
export type Fact = {
  /** The same for the same happening, so that a repeated write announces nothing new. */
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Who asked for a write, and in which request; it travels with the item to the audit trail. */
export type Actor = {
  /** A person, a machine's key or an operator. */
  readonly by: string;
  readonly request: string;
  readonly address: string;
  readonly at: Instant;
  /** The reason that the caller gave. */
  readonly why?: string | undefined;
};

export type Item = Record<string, unknown>;

/** Names the write that an item was last changed by, where that had a condition. */
export const WRIT = 'writ';

const SYSTEM = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'facts', 'actor', 'expiresAt', WRIT];

export function itemOf(owner: string, at: IndexedKey, value: object, facts?: readonly Fact[]): Item {
  refuseSystem(value);
  return {
    ...(storable(value) as Item),
    ...owned(owner, at),
    ...(facts?.length && { facts: storable(facts) }),
  };
}

/** The key with its owner in front, everywhere: LeadingKeys does not look at index keys in a put. */
export function owned(owner: string, { pk, sk, gsi1pk, gsi1sk }: IndexedKey): Item {
  return { pk: owner + pk, sk, ...(gsi1pk && { gsi1pk: owner + gsi1pk, gsi1sk }) };
}

/** A value that brings a key along could put its item into another owner's index, where IAM does not look. */
export function refuseSystem(value: object): void {
  for (const name of SYSTEM) assert(!Object.hasOwn(value, name), `${name} is not for values`);
}

/** The value of an item, without what the table added. */
export function stripped(owner: string, item: Item): Item {
  for (const name of ['pk', 'gsi1pk']) {
    const place = item[name];
    assert(
      place === undefined || (typeof place === 'string' && place.startsWith(owner)),
      'what is read belongs to its owner',
    );
  }
  return withoutSystem(item);
}

export function withoutSystem<T>(item: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !SYSTEM.includes(name)));
}

/** Bigints become digits, as they are on the wire; bytes stay bytes; undefined is left out. */
export function storable(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array || value instanceof Set) return value;
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, storable(inner)]));
}
