/** Work that the host has under way by itself: whoever waits for quiet asks here. */
import { setTimeout as pause } from 'node:timers/promises';

export type Work = {
  /** Does something in the background. What it throws is kept for `failures`. */
  readonly start: (task: () => Promise<unknown>) => void;
  readonly busy: boolean;
  /** Things that went wrong where AWS would have lost them without a word. */
  readonly failures: readonly string[];
  readonly lose: (what: string) => void;
};

export function startWork(): Work {
  const failures: string[] = [];
  let running = 0;
  const lose = (what: string) => {
    failures.push(what);
  };
  return {
    start(task) {
      running += 1;
      void Promise.resolve()
        .then(task)
        .catch((error: unknown) => lose(String(error)))
        .finally(() => {
          running -= 1;
        });
    },
    get busy() {
      return running > 0;
    },
    failures,
    lose,
  };
}

/** AWS waits minutes between its tries, which nobody at a laptop wants to: 50 ms, 100 ms … 1 s. */
export const backoffMs = (tries: number): number => Math.min(1000, 25 * 2 ** tries);

export const backOff = (tries: number): Promise<void> => pause(backoffMs(tries));
