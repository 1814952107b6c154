/** An expected "no", said to the caller with a stable code. Anything else that is thrown is a bug. */

/**
 * Why: unreadable request, not allowed, not there, state in the way, made for what was there before, does not
 * say for what, breaks a rule, not at this time.
 */
export type Because =
  | 'unreadable'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'outdated'
  | 'unguarded'
  | 'too-large'
  | 'too-many'
  | 'rule'
  | 'unavailable';

/** One fault of the input: where (a JSON pointer) and what, in words for the person who sent it. */
export type Fault = { readonly pointer: string; readonly message: string };

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly because: Because;
  readonly code: string;
  readonly faults: Fault[];
  /** For who may try again: when. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    because: Because,
    code: string,
    message: string,
    faults: Fault[] = [],
    retryAfterSeconds?: number,
  ) {
    super(message);
    this.because = because;
    this.code = code;
    this.faults = faults;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** `refuse('rule', 'band.gap', 'Bands leave 100 % to 120 % without a rate.', '/components/0/bands/1')` */
export function refuse(because: Because, code: string, message: string, ...pointers: string[]): never {
  throw new Refusal(
    because,
    code,
    message,
    pointers.map((pointer) => ({ pointer, message })),
  );
}

/** Whether what was caught is a refusal with one of these codes. */
/** An expected no, of whatever kind. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal;
}

export function isRefused(error: unknown, ...codes: readonly string[]): error is Refusal {
  return error instanceof Refusal && codes.includes(error.code);
}

/** What is behind us does not answer just now, and most likely will in a moment. */
export function unavailable(): Refusal {
  const words = 'A part of the platform does not answer just now: it is safe to repeat this.';
  return new Refusal('unavailable', 'unavailable', words, [], 1);
}
