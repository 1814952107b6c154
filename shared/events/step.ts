/**
 * Lambdas that a state machine calls, one step each. Whatever a step throws is tried again by its machine; it
 * may come twice, and the table tells what is done already.
 *
 *   export const handler = step(RunDue, async ({ tenant, run }) => { …; return { shards: 3 }; });
 */
import middy from '@middy/core';
import type * as z from 'zod';

export function step<I extends z.ZodType>(input: I, run: (input: z.output<I>) => Promise<object>) {
  return middy((given: unknown) => run(input.parse(given)));
}
