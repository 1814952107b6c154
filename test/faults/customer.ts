/**
 * A client as a careful customer writes one: it asks again when the platform cannot answer just now, with
 * the same Idempotency-Key, and looks closely at every answer that is a no.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, type Json } from '../../infra/cli/client.ts';
import type { Host } from '../../infra/local/host.ts';
import { Problem } from '../../shared/http/problem.ts';

/** Where a customer asks, and what they heard there that was a no. */
export type Counter = { readonly host: Host; readonly noes: string[] };

type Asked = { readonly body?: Json; readonly key?: string; readonly ifMatch?: string };
type Heard = { readonly status: number; readonly headers: Headers; readonly text: string };

const ATTEMPTS = 12;
const PAUSE_MS = 25;
/** A request that died half-way holds its key for so long. */
const LEASE_MS = 31_000;
const WORTH_ANOTHER_TRY = ['idempotency.in-progress', 'write.contended'];
const TELLS_TOO_MUCH = /arn:aws|\n\s+at |AccessKey|ASIA[A-Z0-9]{16}|whsec_/;

export class Customer {
  readonly #counter: Counter;
  readonly #url: string;
  readonly #token: string | undefined;

  constructor(counter: Counter, url: string, token?: string) {
    this.#counter = counter;
    this.#url = url;
    this.#token = token;
  }

  get<T = Json>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  post<T = Json>(path: string, body: Json = {}, key?: string): Promise<T> {
    return this.ask<T>('POST', path, { body, ...(key && { key }) });
  }

  put<T = Json>(path: string, body: Json, ifMatch?: string): Promise<T> {
    return this.ask<T>('PUT', path, { body, ...(ifMatch && { ifMatch }) });
  }

  /** Changes what is at a path as it was read there just before. */
  async patch<T = Json>(path: string, body: Json): Promise<T> {
    const { headers } = await this.#answered('GET', path, {});
    return this.ask<T>('PATCH', path, { body, ifMatch: String(headers.get('etag')) });
  }

  async list<T = Json>(path: string, limit = 50): Promise<T[]> {
    const all: T[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page: { data: T[]; nextCursor: string | null } = await this.get(`${path}?limit=${limit}${next}`);
      all.push(...page.data);
      cursor = page.nextCursor;
    }
    return all;
  }

  async ask<T = Json>(method: string, path: string, asked: Asked & { done?: string } = {}): Promise<T> {
    return JSON.parse((await this.#answered(method, path, asked)).text) as T;
  }

  /** Asks until there is an answer. What could have been done by an earlier try is no fault then. */
  async #answered(method: string, path: string, asked: Asked & { done?: string }): Promise<Heard> {
    for (let attempt = 1; ; attempt += 1) {
      const heard = await this.#send(method, path, asked);
      if (heard && heard.status < 300) return heard;
      const said = heard && requireClear(heard, `${method} ${path}`);
      this.#counter.noes.push(`${method} ${path} → ${heard?.status} ${String(said?.['code'])}`);
      const isDone = attempt > 1 && asked.done !== undefined && said?.['code'] === asked.done;
      if (heard && isDone) return heard;
      const mayTryAgain = !said || heard.status >= 500 || WORTH_ANOTHER_TRY.includes(String(said['code']));
      if (!mayTryAgain || attempt === ATTEMPTS) throw new ApiError(heard?.status ?? 0, said ?? {}, path);
      await this.#wait(attempt, said?.['code'] === 'idempotency.in-progress');
    }
  }

  /** Somebody may have to wait until a lease has ended; the clock is quicker than they are. */
  async #wait(attempt: number, forLease: boolean): Promise<void> {
    await pause(PAUSE_MS * 2 ** Math.min(attempt, 5));
    if (!forLease || attempt < 4) return;
    const { clock } = this.#counter.host;
    await clock.moveTo(new Date(clock.now().getTime() + LEASE_MS));
  }

  async #send(method: string, path: string, { body, key, ifMatch }: Asked): Promise<Heard | undefined> {
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: {
          ...(this.#token && { authorization: `Bearer ${this.#token}` }),
          ...(body && { 'content-type': 'application/json' }),
          ...(key && { 'idempotency-key': key }),
          ...(ifMatch && { 'if-match': ifMatch }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }
}

/**
 * Every no is a problem that says enough and not too much. Of a function that died API Gateway says a
 * sentence of its own, which no template can change.
 */
export function requireClear({ status, headers, text }: Heard, asked: string): Json {
  const said = JSON.parse(text) as Json;
  const isGateways = status >= 500 && Object.keys(said).join() === 'message';
  if (isGateways) return said;
  const unclear = (why: string) => new Error(`${asked} → ${status} ${why}: ${text.slice(0, 300)}`);
  if (headers.get('content-type') !== 'application/problem+json') throw unclear('is no problem+json');
  if (!Problem.safeParse(said).success) throw unclear('is not a whole problem');
  if (said['status'] !== status) throw unclear('has another status inside');
  if (TELLS_TOO_MUCH.test(text)) throw unclear('tells too much');
  if (status === 500) throw unclear('is taken for a bug of ours');
  if (status === 503 && !headers.has('retry-after')) throw unclear('does not say when to try again');
  return said;
}
