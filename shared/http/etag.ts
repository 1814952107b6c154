/**
 * ETags (RFC 9110): a change names what its sender has read, so that nobody undoes what they never saw.
 *
 *   GET → etag: "3"                     GET, If-None-Match: "3" → 304
 *   PUT, If-Match: "3" → 200, "4"       PUT, If-Match: "2" → 412       PUT without it → 428
 */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 as Reply } from 'aws-lambda';
import { canonical } from '../kernel/chain.ts';
import { isRefused, refuse } from '../kernel/refusal.ts';

/** A version, or what stands for one. */
export type Tag = number | string;

/** So often at most who loses a race is asked again. */
const ATTEMPTS = 5;
const TAG_CHARACTERS = 22;

const ONE = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
const MANY = new RegExp(`^[ \\t,]*${ONE}(?:[ \\t]*,[ \\t,]*${ONE})*[ \\t,]*$`);

/** For what has no version of its own: the same content has the same tag. */
export function tagOf(value: unknown): Tag {
  return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, TAG_CHARACTERS);
}

/** Refuses a change that does not name what is there. `from` says where the tag of that is to be had. */
export function requireMatch(header: string | undefined, there: Tag | undefined, from: string): void {
  if (header === undefined) {
    if (there === undefined) return;
    const lost = 'so that nothing is lost that others have changed meanwhile';
    refuse('unguarded', 'precondition.missing', `Send If-Match with ${from}, ${lost}.`);
  }
  const named = tagsIn('If-Match', header);
  if (there === undefined) {
    refuse('outdated', 'precondition.stale', 'There is nothing yet: to make it, leave out If-Match.');
  }
  if (named === '*' || named.includes(quoted(there))) return;
  refuse('outdated', 'precondition.stale', `This changed: read it again, and send If-Match with ${from}.`);
}

/** A reply with the tag of what it shows; to a reader who has that already, without its body. */
export function tagged(reply: Reply, tag: Tag | undefined, known?: string): Reply {
  if (tag === undefined) return reply;
  const etag = quoted(tag);
  const named = known === undefined ? [] : tagsIn('If-None-Match', known);
  // What went through a proxy that packs it has a weak tag, and is still the same to its reader.
  const isKnown = named === '*' || named.some((one) => one.replace('W/', '') === etag);
  if (!isKnown) return { ...reply, headers: { ...reply.headers, etag } };
  const { 'content-type': _, ...headers } = reply.headers ?? {};
  return { statusCode: 304, headers: { ...headers, etag } };
}

/** Does a change; who comes second in a race is asked again, and sees what the first one left there. */
export async function settled<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (!isRefused(error, 'version.stale', 'write.contended') || attempt === ATTEMPTS) throw error;
    }
  }
}

const quoted = (tag: Tag): string => `"${tag}"`;

function tagsIn(name: string, header: string): '*' | readonly string[] {
  if (header.trim() === '*') return '*';
  if (MANY.test(header)) return header.match(new RegExp(ONE, 'g')) ?? [];
  return refuse('unreadable', 'precondition.invalid', `${name} holds tags in quotes, such as "3", or *.`);
}
