/** The audit trail on the command line: taking it to a file, and checking such a file without the platform. */
import { readFileSync } from 'node:fs';
import { verify } from '../../shared/kernel/chain.ts';
import { ApiError, type Client, type Json } from './client.ts';

/** The lines of the whole trail, from its first entry on, in pieces as the API gives them. */
export async function* exported(api: Client): AsyncGenerator<string> {
  let path: string | undefined = '/v1/audit/export';
  while (path !== undefined) {
    const reply: Response = await fetch(api.url + path, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    if (!reply.ok) throw new ApiError(reply.status, (await reply.json()) as Json, `GET ${path}`);
    yield await reply.text();
    [, path] = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '') ?? [];
  }
}

/**
 * Says that a file holds, or throws naming the first place where it does not. A trail whose end was cut off
 * is one without its newest entries, and nothing in it shows that: `noted` is the hash of an entry that
 * must be in it, kept from an earlier look at the trail.
 */
export function verified(file: string, noted?: string): string {
  const lines = linesOf(readFileSync(file, 'utf8'));
  const verdict = verify(lines);
  if (!verdict.holds) throw new Error(`${file} is broken at entry ${verdict.place}: ${verdict.because}`);
  const { n, hash } = verdict.last;
  if (noted && !lines.some((line) => (JSON.parse(line) as Json)['hash'] === noted)) {
    throw new Error(
      `${file} holds up to entry ${n}, but no entry has the hash ${noted}: its end was cut off`,
    );
  }
  return `${n} entries hold; the last one has the hash ${hash}`;
}

/** `npm run` writes some lines of its own before ours. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const first = lines.findIndex((line) => line !== '' && !line.startsWith('> '));
  return first < 0 ? [] : lines.slice(first);
}
