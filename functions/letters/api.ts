/** Lambda: the HTTP routes of plan letters. */
import * as z from 'zod';
import { api, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { PlanId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { dayOf, Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { canSee } from '../people/org.ts';
import { orgOf } from '../people/store.ts';
import { EnrolmentId } from '../plans/enrolment.ts';
import { enrolmentById, enrolmentsOf, planVersion } from '../plans/store.ts';
import { settingsOf } from '../settings/store.ts';
import { Acceptances, accept, acceptances, holds } from './acceptance.ts';
import { Letter, letterOf } from './letter.ts';
import { letters } from './module.ts';
import { Reminded, toldOf } from './reminder.ts';
import { acceptanceOf, acceptancesOf, remindersFor, remindersOf, saveAcceptance } from './store.ts';

const Of = z.object({ enrolment: EnrolmentId });
/** The letter as it was signed, or as it is to be signed. */
const Given = Letter.extend({
  acceptedAt: Instant.nullable(),
  reminders: z.array(Reminded).describe('when the payee was told that it is there to be accepted'),
});

export const routes = {
  'GET /v1/enrolments/{enrolment}/letter': route({
    summary: 'What a plan says to one payee: as they signed it, or as they are to sign it',
    path: Of,
    reply: Given,
    async run({ caller, table, path, now }) {
      const { letter, signed, reminders } = await letterFor(table, caller, path.enrolment, now);
      if (signed && holds(signed, letter)) {
        return { ...signed.letter, acceptedAt: signed.acceptedAt, reminders };
      }
      return { ...letter, acceptedAt: null, reminders };
    },
  }),

  'POST /v1/enrolments/{enrolment}/letter/acceptance': route({
    summary: 'Accept one’s own plan letter, named by its fingerprint',
    description: 'A signed copy is kept. Pay that is earned never waits for it.',
    path: Of,
    body: z.strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be the fingerprint of the letter'),
    }),
    reply: Given,
    async run({ caller, table, path, body, now }) {
      const { enrolment, letter, signed, reminders } = await letterFor(table, caller, path.enrolment, now);
      if (caller.principal !== enrolment.person) {
        refuse('forbidden', 'letter.not-yours', 'A letter is accepted by the payee whom it is for.');
      }
      const accepted = accept(letter, body.fingerprint, signed, now);
      if (accepted !== signed) await saveAcceptance(table, enrolment, accepted);
      return { ...accepted.letter, acceptedAt: accepted.acceptedAt, reminders };
    },
  }),

  'GET /v1/plans/{plan}/versions/{version}/acceptances': route({
    summary: 'How many of those enrolled in a version have accepted their letters, and who has not',
    path: z.object({ plan: PlanId, version: z.coerce.number().int().positive() }),
    reply: Acceptances,
    async run({ table, path }) {
      await planVersion(table, path.plan, path.version);
      const [all, signed, reminders, org] = await Promise.all([
        enrolmentsOf(table),
        acceptancesOf(table, path.plan),
        remindersOf(table, path.plan),
        orgOf(table),
      ]);
      const enrolled = all.filter(({ plan, version }) => plan === path.plan && version === path.version);
      return acceptances(enrolled, { signed, reminders }, (person) => org.people[person]?.name ?? person);
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(letters, 'api', routes);

/** The letter of an enrolment that the caller may see, and what was signed and told of it. */
async function letterFor(table: Table, caller: Caller, id: EnrolmentId, now: Instant) {
  const [enrolment, org, { timeZone }] = await Promise.all([
    enrolmentById(table, id),
    orgOf(table),
    settingsOf(table),
  ]);
  if (!canSee(org, caller, enrolment.person, dayOf(now, timeZone))) {
    refuse('missing', 'not-found', 'There is no such enrolment.');
  }
  const [plan, signed, known] = await Promise.all([
    planVersion(table, enrolment.plan, enrolment.version),
    acceptanceOf(table, enrolment),
    remindersFor(table, enrolment),
  ]);
  const name = org.people[enrolment.person]?.name ?? enrolment.person;
  const reminders = [...toldOf(enrolment, known)];
  return { enrolment, letter: letterOf(plan, enrolment, name), signed, reminders };
}
