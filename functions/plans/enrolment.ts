/** Enrolment: who is paid by which version of which plan, on what terms, from a day up to another. */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Currency } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Day, overlaps } from '../../shared/kernel/time.ts';
import { Terms } from './terms.ts';

/** Carries the person, the plan and the first day, so that it leads to its item without an index. */
export const EnrolmentId = z
  .string()
  .regex(/^enr_[0-9a-z]{26}_[0-9a-z]{26}_\d{8}$/, 'must be an id that starts with enr_')
  .brand<'enr'>();
export type EnrolmentId = z.output<typeof EnrolmentId>;

export const EnrolmentDraft = z.strictObject({
  person: PersonId,
  plan: PlanId,
  version: z.int().positive(),
  from: Day,
  /** The first day on which it does not hold any more; null is without end. */
  to: Day.nullable().default(null),
  /** What the plan leaves to each enrolment. Other terms from some day on are another enrolment. */
  terms: Terms.optional(),
  payCurrency: Currency.optional().describe("what the person is paid in, if not the company's currency"),
});
export type EnrolmentDraft = z.output<typeof EnrolmentDraft>;

export const Enrolment = z.object({ id: EnrolmentId, ...EnrolmentDraft.shape });
export type Enrolment = z.output<typeof Enrolment>;

/**
 * Enrols a person. `others` are their enrolments in the same plan so far; one that says the same is
 * answered again, since a request may come twice.
 */
export function enrol({ terms = {}, ...draft }: EnrolmentDraft, others: readonly Enrolment[]): Enrolment {
  refuseEmpty(draft);
  const enrolment = { id: idOf(draft), ...draft, ...(Object.keys(terms).length > 0 && { terms }) };
  const standing = others.find(({ id }) => id === enrolment.id);
  if (standing && canonical(standing) === canonical(enrolment)) return standing;
  refuseOverlap(draft, others, '/from');
  return enrolment;
}

/** Gives one of a person's enrolments in a plan another end; the same one where it ends so already. */
export function endOn(id: EnrolmentId, to: Day | null, all: readonly Enrolment[]): Enrolment {
  const standing = all.find((enrolment) => enrolment.id === id);
  if (!standing) refuse('missing', 'not-found', 'There is no such enrolment.');
  if (standing.to === to) return standing;
  const changed = { ...standing, to };
  refuseEmpty(changed);
  const others = all.filter((enrolment) => enrolment.id !== id);
  refuseOverlap(changed, others, '/to');
  return changed;
}

export function partsOf(id: EnrolmentId): { person: PersonId; plan: PlanId; from: Day } {
  const [, person, plan, day = ''] = id.split('_');
  const from = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` as Day;
  return { person: `per_${person}` as PersonId, plan: `pln_${plan}` as PlanId, from };
}

function idOf({ person, plan, from }: EnrolmentDraft): EnrolmentId {
  return `enr_${person.slice(4)}_${plan.slice(4)}_${from.replaceAll('-', '')}` as EnrolmentId;
}

function refuseEmpty({ from, to }: EnrolmentDraft): void {
  if (to === null || from < to) return;
  refuse('rule', 'enrolment.empty', `An enrolment from ${from} ends after that day.`, '/to');
}

function refuseOverlap(draft: EnrolmentDraft, others: readonly Enrolment[], pointer: string): void {
  const other = others.find((candidate) => candidate.plan === draft.plan && overlaps(candidate, draft));
  if (!other) return;
  const until = other.to === null ? 'without end' : `to ${other.to}`;
  const message = `The person is enrolled in this plan from ${other.from} ${until}.`;
  refuse('rule', 'enrolment.overlap', message, pointer);
}
