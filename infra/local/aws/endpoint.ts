/** What every AWS service of the local host has in common: how it is asked, guarded, and says no. */
import type { IncomingHttpHeaders } from 'node:http';
import type { AwsCall } from '../kinds.ts';

export type Request = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

export type Asked = { readonly operation: string; readonly input: Record<string, unknown> };

/** Values of condition keys: one, many, or none at all. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One question to IAM: may the caller do this to that? */
export type Check = { readonly action: string; readonly resource: string; readonly context?: Context };

export type Endpoint = {
  /** Says which operation a request asks for, in the service's own protocol. */
  readonly read: (request: Request) => Asked;
  /** Everything IAM must allow before the call is answered. */
  readonly checks: (call: AwsCall) => readonly Check[];
  readonly answer: (call: AwsCall, request: Request) => Promise<Reply>;
  readonly refuse: (error: AwsError) => Reply;
};

/** Where the deployment lives; part of the ARNs of things that no template declares. */
export type Place = { readonly region: string; readonly account: string };

/** A "no" as AWS words it: a code that clients know, a sentence, an HTTP status. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

export const invalid = (message: string) => new AwsError('ValidationException', message);

/** A type of the SDK as it travels in JSON: bytes as base64 text, times as seconds since 1970. */
export type Wire<T> = T extends Uint8Array
  ? string
  : T extends Date
    ? number
    : T extends readonly (infer Each)[]
      ? Wire<Each>[]
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T;
