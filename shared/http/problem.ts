/** Errors on the wire: RFC 9457 problem+json with a stable code and pointers to the faulty fields. */
import type { APIGatewayProxyStructuredResultV2 as Reply } from 'aws-lambda';
import * as z from 'zod';
import { type Because, Refusal } from '../kernel/refusal.ts';

const STATUS: Readonly<Record<Because, number>> = {
  unreadable: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  outdated: 412,
  'too-large': 413,
  rule: 422,
  unguarded: 428,
  'too-many': 429,
  unavailable: 503,
};

const TITLE: Readonly<Record<Because, string>> = {
  unreadable: 'The request cannot be read.',
  unauthenticated: 'The caller is not known.',
  forbidden: 'The caller may not do this.',
  missing: 'There is no such thing.',
  conflict: 'The state of things does not allow this.',
  outdated: 'What is there is not what the request was made for.',
  'too-large': 'The request is too large.',
  rule: 'The request breaks a rule.',
  unguarded: 'The request does not say what it was made for.',
  'too-many': 'There were too many requests.',
  unavailable: 'Not at this time.',
};

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })),
  requestId: z.string(),
});

export function problem(error: unknown, requestId: string): Reply {
  const refusal = error instanceof Refusal ? error : undefined;
  const status = refusal ? STATUS[refusal.because] : 500;
  const code = refusal?.code ?? 'internal';
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(refusal?.retryAfterSeconds && { 'retry-after': String(refusal.retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: `urn:attain:problem:${code}`,
      title: refusal ? TITLE[refusal.because] : 'Something went wrong on our side.',
      status,
      code,
      detail: refusal?.message ?? 'The request was not carried out, or not to its end. It is safe to repeat.',
      errors: refusal?.faults ?? [],
      requestId,
    } satisfies z.input<typeof Problem>),
  };
}
