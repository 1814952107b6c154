/** States what must be true here. A failure is our bug, never the caller's: those are refusals. */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${invariant}`);
}
