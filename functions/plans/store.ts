/** Plans and enrolments in the table. */
import * as z from 'zod';
import type { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import type { Fact } from '../../shared/table/items.ts';
import { type Key, keys, places } from '../../shared/table/keys.ts';
import type { Listed, ListOptions, Table, Write } from '../../shared/table/operations.ts';
import { Enrolment, type EnrolmentId, partsOf } from './enrolment.ts';
import { PlanHead, PlanVersion } from './plan.ts';

export const listPlans = (table: Table, options: ListOptions): Promise<Listed<PlanHead>> =>
  table.list(places.plans(), PlanHead, options);

export async function planHead(table: Table, plan: PlanId): Promise<PlanHead> {
  const found = await table.find(keys.planHeadById(plan), PlanHead);
  return found ?? refuse('missing', 'not-found', 'There is no such plan.');
}

export const findPlanVersion = (table: Table, plan: PlanId, version: number) =>
  table.find(keys.planVersion(plan, version), PlanVersion);

export async function planVersion(table: Table, plan: PlanId, version: number): Promise<PlanVersion> {
  const found = await findPlanVersion(table, plan, version);
  return found ?? refuse('missing', 'not-found', 'There is no such version of this plan.');
}

/** The versions that these name, each once, sorted; ones that do not exist are left out. */
export async function planVersions(
  table: Table,
  named: readonly { plan: PlanId; version: number }[],
): Promise<PlanVersion[]> {
  const wanted = new Map(named.map(({ plan, version }) => [`${plan} ${version}`, { plan, version }]));
  const places = [...wanted.values()].map(({ plan, version }) => keys.planVersion(plan, version));
  const found = await table.findAll(places, PlanVersion);
  return found.sort((a, b) => (a.plan === b.plan ? a.version - b.version : a.plan < b.plan ? -1 : 1));
}

/** Adds a version; refused as a conflict if it exists, or if another came in between. */
export async function savePlanVersion(
  table: Table,
  version: PlanVersion,
  facts: readonly Fact[] = [],
): Promise<void> {
  const head: PlanHead = { id: version.plan, name: version.name, version: version.version };
  const isNext = version.version === 1 ? { ifAbsent: true as const } : { ifVersion: version.version - 1 };
  await table.transact([
    {
      put: keys.planVersion(version.plan, version.version),
      value: version,
      options: { ifAbsent: true },
    },
    { put: keys.planHead(version.plan, sortable(version.name)), value: head, options: { ...isNext, facts } },
  ]);
}

/** The same for a version that is the same whoever writes it: one that is there already is as good. */
export async function savePlanVersionOnce(
  table: Table,
  version: PlanVersion,
  facts: readonly Fact[] = [],
): Promise<void> {
  await savePlanVersion(table, version, facts).catch((error) => {
    if (!isRefused(error, 'version.stale')) throw error;
  });
}

export const enrolmentsOf = (table: Table): Promise<Enrolment[]> => table.all(places.enrolments(), Enrolment);

export const listEnrolments = (table: Table, options: ListOptions): Promise<Listed<Enrolment>> =>
  table.list(places.enrolments(), Enrolment, options);

export async function enrolmentById(table: Table, id: EnrolmentId): Promise<Enrolment> {
  const { person, plan, from } = partsOf(id);
  const found = await table.find(keys.enrolment(person, from, plan), Enrolment);
  return found ?? refuse('missing', 'not-found', 'There is no such enrolment.');
}

/** A person's enrolments in one plan and in others, and whose turn it is to change them. */
export type Membership = {
  readonly enrolments: readonly Enrolment[];
  readonly all: readonly Enrolment[];
  readonly turn: number;
  /** Whose turn it is to say by which plan's payment terms they are paid. */
  readonly paymentTurn: number;
};

const Turn = z.object({ version: z.int() });

export async function membershipOf(table: Table, person: PersonId, plan: PlanId): Promise<Membership> {
  // The turns are read first: whoever changes something after that takes them away from us.
  const [turn, paymentTurn] = await Promise.all(
    [keys.enrolmentTurn(plan, person), keys.paymentTurn(person)].map((key) => table.find(key, Turn)),
  );
  const all = await table.all(places.enrolments(), Enrolment, { prefix: `${person}#` });
  return {
    enrolments: all.filter((enrolment) => enrolment.plan === plan),
    all,
    turn: turn?.version ?? 0,
    paymentTurn: paymentTurn?.version ?? 0,
  };
}

/**
 * Writes an enrolment and takes the turn: of two that saw the same room, one is refused as a conflict. One in
 * a plan with payment terms takes the turn of those, too.
 */
export async function saveEnrolment(
  table: Table,
  enrolment: Enrolment,
  { turn, paymentTurn }: Membership,
  { payment }: Pick<PlanVersion, 'payment'>,
): Promise<void> {
  const { person, plan, from } = enrolment;
  await table.transact([
    { put: keys.enrolment(person, from, plan), value: enrolment },
    taken(keys.enrolmentTurn(plan, person), turn),
    ...(payment ? [taken(keys.paymentTurn(person), paymentTurn)] : []),
  ]);
}

function taken(turn: Key, version: number): Write {
  const options = version === 0 ? { ifAbsent: true as const } : { ifVersion: version };
  return { put: turn, value: { version: version + 1 }, options };
}

/**
 * Writes many enrolments at once, each the first of its person in a plan without payment terms, all or none;
 * refused as a conflict where one of them was not the first.
 */
export function saveFirstEnrolments(table: Table, enrolments: readonly Enrolment[]): Promise<void> {
  return table.transact(
    enrolments.flatMap((enrolment) => [
      { put: keys.enrolment(enrolment.person, enrolment.from, enrolment.plan), value: enrolment },
      taken(keys.enrolmentTurn(enrolment.plan, enrolment.person), 0),
    ]),
  );
}

/** A name as part of a key, where '#' parts one thing from the next. */
function sortable(name: string): string {
  return name.toLowerCase().replaceAll('#', ' ');
}
