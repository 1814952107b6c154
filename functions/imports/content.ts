/**
 * What a file says, in one digest, so that the same file sent twice is known whatever it is called. It is
 * taken in parts of 64 KiB that begin at whole multiples of that, so it does not depend on the pieces in which
 * the file is read, and can stop and go on after any of them:
 *
 *   h(0) = 32 zero bytes;   h(n) = SHA-256(h(n - 1), SHA-256(part n));   the last part may be shorter
 *   digest = SHA-256(h(last), number of bytes as 8 bytes, the highest first), in hex
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import type { Mapping } from './mapping.ts';

/** A reader of pieces that are multiples of this carries no bytes. */
export const PART_BYTES = 65_536;

export const ContentState = z.object({
  hash: z.string(),
  bytes: z.int(),
  /** Bytes of a part that is not whole yet, in base 64. */
  rest: z.string(),
});
export type ContentState = z.output<typeof ContentState>;

export const beginContent: ContentState = { hash: '0'.repeat(64), bytes: 0, rest: '' };

export function readContent(state: ContentState, piece: Uint8Array): ContentState {
  const bytes = Buffer.concat([Buffer.from(state.rest, 'base64'), piece]);
  let { hash } = state;
  let start = 0;
  for (; start + PART_BYTES <= bytes.length; start += PART_BYTES) {
    hash = afterPart(hash, bytes.subarray(start, start + PART_BYTES));
  }
  const rest = bytes.subarray(start).toString('base64');
  return { hash, bytes: state.bytes + piece.length, rest };
}

export function contentOf({ hash, bytes, rest }: ContentState): string {
  const last = rest === '' ? hash : afterPart(hash, Buffer.from(rest, 'base64'));
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes));
  return createHash('sha256').update(Buffer.from(last, 'hex')).update(length).digest('hex');
}

/** The same file read by the same mapping, for the same CRM, says the same, whatever it is called. */
export function importIdOf(content: string, mapping: Mapping, connector?: string): string {
  return derivedId('imp', content, canonical(mapping), connector ?? '');
}

function afterPart(hash: string, part: Uint8Array): string {
  const own = createHash('sha256').update(part).digest();
  return createHash('sha256').update(Buffer.from(hash, 'hex')).update(own).digest('hex');
}
