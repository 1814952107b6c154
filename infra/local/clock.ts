/** The platform's time: starts where it is told to, runs on by itself, and can only be moved forward. */
import type { Clock } from './kinds.ts';

export function startClock(startAt: Date = new Date()): Clock {
  let aheadMs = startAt.getTime() - Date.now();
  let moved: Promise<unknown> = Promise.resolve();
  const listeners: ((now: Date) => Promise<void>)[] = [];
  const now = () => new Date(Date.now() + aheadMs);
  const move = async (instant: Date) => {
    if (Number.isNaN(instant.getTime())) throw new RangeError('That is not an instant.');
    if (instant < now())
      throw new RangeError(`It is ${now().toISOString()} already; the clock only moves forward.`);
    aheadMs = instant.getTime() - Date.now();
    await Promise.all(listeners.map((listener) => listener(instant)));
  };
  return {
    now,
    moveTo(instant) {
      // One move at a time: what is due at the first instant is done before the second is reached.
      const next = moved.then(() => move(instant));
      moved = next.catch(() => undefined);
      return next;
    },
    onMove: (listener) => void listeners.push(listener),
  };
}
