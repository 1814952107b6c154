/** Changes what a version guards: a rule says what is next, and is asked again when others were faster. */
import { isRefused } from '../kernel/refusal.ts';

/** Each loss is somebody else's write: so many can change the same thing side by side. */
const ATTEMPTS = 30;

/** `write` saves only over the version that was read. A rule that answers what it was given changes nothing. */
export async function revised<V extends { readonly version: number }>(
  read: () => Promise<V>,
  next: (value: V) => V,
  write: (before: V, after: V) => Promise<void>,
): Promise<V> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await read();
    const after = next(before);
    if (after === before) return before;
    try {
      await write(before, after);
      return after;
    } catch (error) {
      if (!isRefused(error, 'version.stale', 'write.contended') || attempt === ATTEMPTS) throw error;
    }
  }
}
