/**
 * Acceptance: a payee signs the letter that they were given, and a copy of it is kept. Whoever has not signed
 * is asked again, and is paid all the same: pay that is earned waits for no signature.
 *
 *   10 enrolled, 9 accepted → share 0.9, one open
 */
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { fraction, toDecimal } from '../../shared/kernel/rational.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { type Enrolment, EnrolmentId } from '../plans/enrolment.ts';
import { Letter } from './letter.ts';
import { Reminded, type Reminders, toldOf } from './reminder.ts';

export const Acceptance = z.object({ letter: Letter, acceptedAt: Instant });
export type Acceptance = z.output<typeof Acceptance>;

/** What was signed before stays as it was signed, unless the letter says something else now. */
export function accept(
  letter: Letter,
  fingerprint: string,
  signed: Acceptance | undefined,
  now: Instant,
): Acceptance {
  if (signed && holds(signed, letter) && signed.letter.fingerprint === fingerprint) return signed;
  if (letter.fingerprint !== fingerprint) {
    refuse(
      'conflict',
      'letter.changed',
      'The letter says something else now: read it again.',
      '/fingerprint',
    );
  }
  return { letter, acceptedAt: now };
}

type Terms = Pick<Enrolment, 'version' | 'from' | 'to'>;

/** Whether what was signed is what holds: of the same version, for the same days. Terms never change. */
export function holds({ letter }: Acceptance, { version, from, to }: Terms): boolean {
  return letter.version === version && letter.from === from && letter.to === to;
}

export const Acceptances = z.object({
  enrolled: z.int(),
  accepted: z.int(),
  /** Accepted of enrolled; absent where nobody is enrolled. */
  share: z.string().optional(),
  open: z.array(
    z.object({
      enrolment: EnrolmentId,
      person: PersonId,
      name: z.string(),
      reminders: z.array(Reminded),
    }),
  ),
});
export type Acceptances = z.output<typeof Acceptances>;

const SHARE_PLACES = 4;

/** Those whose letters nobody has accepted as they are now. */
export function unsigned(enrolments: readonly Enrolment[], signed: readonly Acceptance[]): Enrolment[] {
  const byEnrolment = new Map(signed.map((one) => [one.letter.enrolment, one]));
  return enrolments.filter((enrolment) => {
    const one = byEnrolment.get(enrolment.id);
    return one === undefined || !holds(one, enrolment);
  });
}

type Known = { readonly signed: readonly Acceptance[]; readonly reminders: readonly Reminders[] };

/** Who has accepted the letters of these enrolments, and who has not and was told of it when. */
export function acceptances(
  enrolments: readonly Enrolment[],
  { signed, reminders }: Known,
  nameOf: (person: PersonId) => string,
): Acceptances {
  const known = new Map(reminders.map((one) => [one.enrolment, one]));
  const open = unsigned(enrolments, signed);
  const [enrolled, accepted] = [enrolments.length, enrolments.length - open.length];
  const share = toDecimal(fraction(BigInt(accepted), BigInt(enrolled || 1)), SHARE_PLACES);
  return {
    enrolled,
    accepted,
    ...(enrolled > 0 && { share }),
    open: open.map((enrolment) => {
      const { id, person } = enrolment;
      const told = [...toldOf(enrolment, known.get(id))];
      return { enrolment: id, person, name: nameOf(person), reminders: told };
    }),
  };
}
