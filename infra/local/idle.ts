/** Waits until the platform has come to rest: nothing queued, nothing unread, nothing running. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Activity = {
  /** No message, event or stream record waits in the AWS half. */
  awsIdle(): boolean;
  busyFunctions(): Readonly<Record<string, number>>;
  /** For the sentence that says why waiting was given up. */
  queues(): unknown;
};

const PAUSE_MS = 15;
const LOOKS = 3;

/** Resolves when several looks in a row, some time apart, see no activity; rejects after `timeoutMs`. */
export async function rest(activity: Activity, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let quiet = 0;
  while (quiet < LOOKS) {
    const busy = activity.busyFunctions();
    quiet = activity.awsIdle() && Object.keys(busy).length === 0 ? quiet + 1 : 0;
    if (Date.now() > deadline)
      throw new Error(
        `Not at rest after ${timeoutMs / 1000} s: ${JSON.stringify({ busy, queues: activity.queues() })}`,
      );
    await sleep(PAUSE_MS);
  }
}
