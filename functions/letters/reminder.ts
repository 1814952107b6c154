/**
 * Reminders: whoever is there and has not accepted their letter is told of it in the first night that finds it
 * so, and again after one, two and four weeks. Then it is for people to talk; pay waits for none of it.
 *
 *   found in the night to 6 January                          0
 *   13 January                                               7
 *   21 January, since nobody looked in the night before     14
 *   3 February                                              28, and never again
 *
 * Another letter, as of an enrolment that gets another end, begins anew.
 */
import * as z from 'zod';
import { addDays, Day, dayOf, Instant, TimeZone } from '../../shared/kernel/time.ts';
import { isThere, type Org } from '../people/org.ts';
import { type Enrolment, EnrolmentId } from '../plans/enrolment.ts';

export const REMINDED_AFTER_DAYS = [0, 7, 14, 28] as const;
/** Nights fall by it, so from one to the next is always a day. */
const UTC = TimeZone.parse('UTC');

export const Reminded = z.object({
  days: z.int().describe('so many after the first time'),
  at: Instant,
});
export type Reminded = z.output<typeof Reminded>;

/** What was told of one letter, as it was then: of an enrolment up to a day. */
export const Reminders = z.object({
  enrolment: EnrolmentId,
  to: Day.nullable(),
  told: z.array(Reminded),
  version: z.int(),
});
export type Reminders = z.output<typeof Reminders>;

/** The reminders of the letter that holds now. */
export function toldOf({ to }: Enrolment, known: Reminders | undefined): readonly Reminded[] {
  return known?.to === to ? known.told : [];
}

/** With one more, if it is time for it. Of several that are due, as after nights that were missed, the last is told. */
export function reminded(
  enrolment: Enrolment,
  known: Reminders | undefined,
  now: Instant,
): Reminders | undefined {
  const { id, to } = enrolment;
  const told = toldOf(enrolment, known);
  const first = dayOf(told[0]?.at ?? now, UTC);
  const today = dayOf(now, UTC);
  const days = REMINDED_AFTER_DAYS.findLast((after) => addDays(first, after) <= today);
  if (days === undefined || told.some((one) => one.days >= days)) return undefined;
  return { enrolment: id, to, told: [...told, { days, at: now }], version: (known?.version ?? 0) + 1 };
}

/** What is to be told by now of these, which nobody has accepted. Nobody is asked for what is over. */
export function remindersDue(
  unsigned: readonly Enrolment[],
  known: readonly Reminders[],
  { org, today, now }: { readonly org: Org; readonly today: Day; readonly now: Instant },
): Reminders[] {
  const before = new Map(known.map((one) => [one.enrolment, one]));
  return unsigned.flatMap((enrolment) => {
    const { id, person, to } = enrolment;
    const isOver = (to !== null && to <= today) || !isThere(org, person, today);
    return (isOver ? undefined : reminded(enrolment, before.get(id), now)) ?? [];
  });
}
