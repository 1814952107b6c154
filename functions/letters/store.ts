/** Signed letters in the table: those of a plan lie together. */
import type { PlanId } from '../../shared/kernel/ids.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import { Acceptance } from './acceptance.ts';

const keyOf = ({ plan, person, from }: Enrolment) => keys.letter(plan, person, from);

export const acceptanceOf = (table: Table, enrolment: Enrolment) => table.find(keyOf(enrolment), Acceptance);

export const acceptancesOf = (table: Table, plan: PlanId) => table.all(places.letters(plan), Acceptance);

export const saveAcceptance = (table: Table, enrolment: Enrolment, accepted: Acceptance): Promise<void> =>
  table.put(keyOf(enrolment), accepted);
