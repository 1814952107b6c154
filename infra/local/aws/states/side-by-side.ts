/** Work on many things, so many at once. */

/** Rejects with the first failure, and begins nothing any more then. What began is still waited for. */
export async function sideBySide<T, R>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    while (next < things.length && failures.length === 0) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(things[index] as T, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const workers = Math.min(atOnce > 0 ? atOnce : things.length, things.length);
  await Promise.all(Array.from({ length: workers }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
