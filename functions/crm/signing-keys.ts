/**
 * The secrets that a connector's webhooks are signed with. A rotation adds a new one; the one before
 * lives on beside it for a day, and those before that only prove what was signed with them in their time.
 */
import * as z from 'zod';
import { epochMs, Instant, instantOf } from '../../shared/kernel/time.ts';

const OVERLAP_MS = 24 * 3_600_000;
/** An SSM parameter holds 4 KB, a secret 50 bytes. */
const RETIRED_KEPT = 40;

export const SigningKeys = z.object({
  current: z.string(),
  previous: z.string().optional(),
  /** Until when what is signed with the previous one is taken. */
  previousUntil: Instant.optional(),
  retired: z.array(z.string()).default([]),
  /** The request that made the current one: repeated, it is answered with it again. */
  rotation: z.string().optional(),
});
export type SigningKeys = z.output<typeof SigningKeys>;

/** The path below the tenant's own where they are kept. */
export const signingKeysOf = (connector: string): string => `connectors/${connector}`;

export function firstKeys(secret: string): SigningKeys {
  return { current: secret, retired: [] };
}

/** At most two are live at any moment: a rotation within a day of the last one ends the older early. */
export function rotated(keys: SigningKeys, secret: string, now: Instant, rotation: string): SigningKeys {
  const { current, previous, retired } = keys;
  return {
    current: secret,
    previous: current,
    previousUntil: instantOf(epochMs(now) + OVERLAP_MS),
    retired: [...(previous ? [previous] : []), ...retired].slice(0, RETIRED_KEPT),
    rotation,
  };
}

/** Those that a new webhook may be signed with. */
export function liveKeys({ current, previous, previousUntil }: SigningKeys, now: Instant): string[] {
  return previous && previousUntil && now < previousUntil ? [current, previous] : [current];
}

/** Those that any webhook of the past may have been signed with. */
export function everyKey({ current, previous, retired }: SigningKeys): string[] {
  return [current, ...(previous ? [previous] : []), ...retired];
}
