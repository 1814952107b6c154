/** When what nobody was told of is told again: once a day, in a quarter of an hour at night. */
import type { Instant } from '../kernel/time.ts';

const SWEEPS_AT = /T02:(0\d|1[0-4]):/;

export const isTimeToSweep = (now: Instant): boolean => SWEEPS_AT.test(now);
