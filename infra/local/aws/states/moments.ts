/** Waiting for moments of the platform's time, which runs on by itself and can be moved. */
import type { Clock } from '../../kinds.ts';

export type Moments = {
  /** Resolves at the moment, or when `over` says that nobody waits any more. */
  readonly reach: (moment: Date, over: AbortSignal) => Promise<void>;
  readonly stop: () => void;
};

type Waiting = { readonly moment: Date; readonly wake: () => void };

/** The longest wait that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function openMoments(clock: Clock): Moments {
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const now = clock.now();
    for (const each of [...waiting].filter(({ moment }) => moment <= now)) each.wake();
    clearTimeout(timer);
    const next = Math.min(...[...waiting].map(({ moment }) => moment.getTime()));
    if (next === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(look, Math.min(next - now.getTime() + 1, LONGEST_TIMER_MS)).unref();
  };
  clock.onMove(async () => look());
  return {
    reach: (moment, over) =>
      new Promise((done) => {
        const wake = () => {
          waiting.delete(one);
          over.removeEventListener('abort', wake);
          done();
        };
        const one = { moment, wake };
        if (over.aborted) return done();
        over.addEventListener('abort', wake);
        waiting.add(one);
        look();
      }),
    stop: () => clearTimeout(timer),
  };
}
