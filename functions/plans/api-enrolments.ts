/** Lambda: the HTTP routes of enrolments. */
import * as z from 'zod';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { tagOf } from '../../shared/http/etag.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Day, dayOf, type Instant } from '../../shared/kernel/time.ts';
import type { Table } from '../../shared/table/operations.ts';
import { canSee } from '../people/org.ts';
import { orgOf } from '../people/store.ts';
import { settingsOf } from '../settings/store.ts';
import { Enrolment, EnrolmentDraft, EnrolmentId, endOn, enrol } from './enrolment.ts';
import { plans } from './module.ts';
import { refuseSecondPayer } from './payer.ts';
import type { PlanVersion } from './plan.ts';
import {
  enrolmentById,
  findPlanVersion,
  listEnrolments,
  type Membership,
  membershipOf,
  planVersion,
  planVersions,
  saveEnrolment,
} from './store.ts';
import { refuseTerms } from './terms.ts';

const ByEnrolment = z.object({ enrolment: EnrolmentId });

export const routes = {
  'POST /v1/enrolments': route({
    summary: 'Has a person paid by one version of a plan, from a day on',
    description: 'It says every term that the plan is paid by, and no other; terms do not change.',
    body: EnrolmentDraft,
    reply: Enrolment,
    tag: tagOf,
    status: 201,
    idempotent: true,
    async run({ table, body }) {
      const [membership, version] = await Promise.all([
        membershipOf(table, body.person, body.plan),
        knownVersion(table, body),
      ]);
      const enrolment = enrol(body, membership.enrolments);
      refuseSecondPayer(enrolment, membership.all, await versionsFor(table, version, membership));
      await saveEnrolment(table, enrolment, membership, version);
      return enrolment;
    },
  }),

  'GET /v1/enrolments': listRoute({
    summary: 'Enrolments, by person and first day; of the people whom the caller may see',
    description: 'A page may hold fewer than asked for: what the caller may not see is left out of it.',
    reply: Enrolment,
    async run({ caller, table, page, now }) {
      const [listed, sees] = await Promise.all([listEnrolments(table, page), sightOf(table, caller, now)]);
      return { ...listed, items: listed.items.filter(sees) };
    },
  }),

  'GET /v1/enrolments/{enrolment}': route({
    summary: 'One enrolment',
    path: ByEnrolment,
    reply: Enrolment,
    tag: tagOf,
    async run({ caller, table, path, now }) {
      const [enrolment, sees] = await Promise.all([
        enrolmentById(table, path.enrolment),
        sightOf(table, caller, now),
      ]);
      return sees(enrolment) ? enrolment : refuse('missing', 'not-found', 'There is no such enrolment.');
    },
  }),

  'PATCH /v1/enrolments/{enrolment}': route({
    summary: 'Gives an enrolment another end',
    path: ByEnrolment,
    body: z.strictObject({ to: Day.nullable() }),
    reply: Enrolment,
    tag: tagOf,
    ifMatch: 'the etag of GET /v1/enrolments/{enrolment}',
    async run({ table, path, body, match }) {
      const { person, plan, version: number } = await enrolmentById(table, path.enrolment);
      const [membership, version] = await Promise.all([
        membershipOf(table, person, plan),
        planVersion(table, plan, number),
      ]);
      const before = membership.enrolments.find(({ id }) => id === path.enrolment);
      const changed = endOn(path.enrolment, body.to, membership.enrolments);
      if (changed === before) return before;
      match(before && tagOf(before));
      refuseSecondPayer(changed, membership.all, await versionsFor(table, version, membership), '/to');
      await saveEnrolment(table, changed, membership, version);
      return changed;
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(plans, 'api-enrolments', routes);

async function knownVersion(
  table: Table,
  { person, plan, version, terms }: EnrolmentDraft,
): Promise<PlanVersion> {
  const [org, found] = await Promise.all([orgOf(table), findPlanVersion(table, plan, version)]);
  if (!org.people[person]) refuse('rule', 'person.unknown', 'There is no such person.', '/person');
  if (!found) refuse('rule', 'plan.unknown-version', 'There is no such version of this plan.', '/version');
  refuseTerms(found, terms);
  return found;
}

/** What else pays the person, read only where it decides. */
async function versionsFor(table: Table, own: PlanVersion, { all }: Membership): Promise<PlanVersion[]> {
  return own.payment ? [own, ...(await planVersions(table, all))] : [];
}

/** Whose enrolments a caller may see today. */
async function sightOf(table: Table, caller: Caller, now: Instant) {
  const [org, { timeZone }] = await Promise.all([orgOf(table), settingsOf(table)]);
  const today = dayOf(now, timeZone);
  return ({ person }: Enrolment) => canSee(org, caller, person, today);
}
