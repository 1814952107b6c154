/** A thin client of the public API: JSON in, JSON out, problems as errors that read well. */

export type Json = Record<string, unknown>;

/** What the API answered instead of what was asked for. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Where in the body, and what. */
  readonly faults: readonly { readonly pointer: string; readonly message: string }[];

  constructor(status: number, problem: Json, asked: string) {
    const errors = (problem['errors'] ?? []) as ApiError['faults'];
    const where = errors.map(({ pointer, message }) => `\n  ${pointer}: ${message}`).join('');
    super(`${asked} → ${status} ${String(problem['code'])}: ${String(problem['detail'])}${where}`);
    this.status = status;
    this.code = String(problem['code']);
    this.faults = errors;
  }
}

type Options = {
  readonly headers?: Record<string, string>;
  readonly key?: string;
  /** What a change was made for: the version that was read, or its tag. */
  readonly ifMatch?: number | string | undefined;
};
type Answered<T> = { readonly reply: T; readonly tag: string | undefined };

export class Client {
  readonly url: string;
  readonly token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  async get<T = Json>(path: string): Promise<T> {
    return (await this.#ask<T>('GET', path)).reply;
  }

  async post<T = Json>(path: string, body: Json = {}, options: Options = {}): Promise<T> {
    return (await this.#ask<T>('POST', path, body, options)).reply;
  }

  async put<T = Json>(path: string, body: Json, options: Options = {}): Promise<T> {
    return (await this.#ask<T>('PUT', path, body, options)).reply;
  }

  async patch<T = Json>(path: string, body: Json, options: Options = {}): Promise<T> {
    return (await this.#ask<T>('PATCH', path, body, options)).reply;
  }

  async delete<T = Json>(path: string, options: Options = {}): Promise<T> {
    return (await this.#ask<T>('DELETE', path, undefined, options)).reply;
  }

  /** The tag of what is at a path, if it has one: what a change of it sends as `ifMatch`. */
  async tagOf(path: string): Promise<string | undefined> {
    return (await this.#ask('GET', path)).tag;
  }

  /** Every element of a list, page after page. */
  async list<T = Json>(path: string): Promise<T[]> {
    const all: T[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor
        ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
        : '';
      const page: { data: T[]; nextCursor: string | null } = await this.get(path + next);
      all.push(...page.data);
      cursor = page.nextCursor;
    }
    return all;
  }

  async #ask<T>(method: string, path: string, body?: Json, options: Options = {}): Promise<Answered<T>> {
    const { headers = {}, key, ifMatch } = options;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const reply = (text ? JSON.parse(text) : {}) as Json;
    if (!response.ok) throw new ApiError(response.status, reply, `${method} ${path}`);
    return { reply: reply as T, tag: response.headers.get('etag') ?? undefined };
  }
}

/** Asks again until the answer is what is waited for. Gives up, saying what it waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  isIt: (answer: T) => boolean,
): Promise<T> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`waited a minute for ${what}`);
}
