/** Asks the API as its clients do, and keeps what tests look at: the whole answer, or why it was a no. */
import { ApiError, type Json } from '../../infra/cli/client.ts';

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json };
type Asked = { readonly body?: Json | string; readonly headers?: Readonly<Record<string, string>> };

/** Whatever the answer is. A body of text is sent as it stands. */
export async function ask(
  { url, token }: { readonly url: string; readonly token?: string | undefined },
  method: string,
  path: string,
  { body, headers = {} }: Asked = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
}

/** Status, code and pointers of what was refused. */
export async function refusalOf(asked: Promise<unknown>): Promise<unknown[]> {
  const error = await asked.then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`not refused: ${String(error)}`);
  return [error.status, error.code, ...[...error.message.matchAll(/^ {2}(\/\S*):/gm)].map(([, at]) => at)];
}

/** Works through all of them in order, so many at once. */
export async function sideBySide<A, B>(
  all: readonly A[],
  atOnce: number,
  work: (one: A, n: number) => Promise<B>,
): Promise<B[]> {
  const done: B[] = [];
  const queue = all.entries();
  const worker = async () => {
    for (const [n, one] of queue) done[n] = await work(one, n);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}
