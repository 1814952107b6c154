/**
 * A reopening: a published period worked out anew by what is said of it now. One person asks for it and another
 * approves of its differences; these are then posted in the next period of its kind. Its statements stand.
 *
 *   asked → proposed (its differences are known) → approved → posted (the run of the next period is published)
 *                                                → rejected
 *   asked, proposed → lapsed (the next period was closed before anybody approved)
 */
import * as z from 'zod';
import { derivedId, KeyId, PeriodId, PersonId, type TenantId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Name } from '../../shared/kernel/text.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { inOrder, type Period } from '../periods/period.ts';

/** Carries the period that it is posted in, so that it leads to its item without an index. */
export const ReopeningId = z
  .string()
  .regex(/^reo_[0-9a-z][0-9a-z-]{2,39}_[0-9a-z]{26}$/, 'must be an id that starts with reo_')
  .brand<'reo'>();
export type ReopeningId = z.output<typeof ReopeningId>;

const Principal = z.union([PersonId, KeyId]);
type Principal = z.output<typeof Principal>;

export const AskedReopening = z
  .strictObject({ reason: Name })
  .meta({ examples: [{ reason: 'The quota of Ben was a typing error' }] });

/** What is approved: how many are paid otherwise, how many are not, who would be held now, and the sum. */
export const Summary = z.object({
  changed: z.int(),
  unchanged: z.int(),
  held: z.int(),
  deltaMinor: Minor,
  currency: Currency,
});
export type Summary = z.output<typeof Summary>;

export const Reopening = z.object({
  id: ReopeningId,
  period: PeriodId,
  /** The open period of its kind, whose run posts the differences. */
  postsIn: PeriodId,
  reason: Name,
  status: z.enum(['asked', 'proposed', 'approved', 'rejected', 'posted', 'lapsed']),
  askedBy: Principal,
  askedAt: Instant,
  decidedBy: Principal.optional(),
  decidedAt: Instant.optional(),
  summary: Summary.optional(),
  /** The periods that were worked out, and the reopenings of theirs that had been approved before. */
  periods: z.array(PeriodId).optional(),
  after: z.array(ReopeningId).optional(),
  version: z.int(),
});
export type Reopening = z.output<typeof Reopening>;

/** From which run on a period is worked out from other inputs. */
export const Reopened = z.object({ reopening: ReopeningId, period: PeriodId });
export type Reopened = z.output<typeof Reopened>;

/** Why a line is posted that follows from a reopening. */
export const Reason = Reopening.pick({ id: true, reason: true, askedBy: true }).extend({
  approvedBy: Principal,
});
export type Reason = z.output<typeof Reason>;

export function reasonOf({ id, reason, askedBy, decidedBy = askedBy }: Reopening): Reason {
  return { id, reason, askedBy, approvedBy: decidedBy };
}

export function postedIn(id: ReopeningId): PeriodId {
  return id.slice('reo_'.length, id.lastIndexOf('_')) as PeriodId;
}

type By = { readonly tenant: TenantId; readonly principal: Principal; readonly now: Instant };

/** `others` are those that are posted in the same period. Who asks the same again is answered the same one. */
export function ask(
  period: Pick<Period, 'id'>,
  posts: Pick<Period, 'id' | 'status'>,
  reason: string,
  others: readonly Reopening[],
  { tenant, principal, now }: By,
): Reopening {
  const own = others.filter((one) => one.period === period.id);
  const underway = own.find(({ status }) => status !== 'rejected');
  if (underway?.askedBy === principal && underway.reason === reason) return underway;
  if (posts.status !== 'open') {
    refuse('conflict', 'period.calculating', `${posts.id} is being calculated: ask once it is paid.`);
  }
  if (underway) {
    const message = `${period.id} is being reopened: ${underway.id} is ${underway.status}.`;
    refuse('conflict', 'reopening.underway', message);
  }
  return {
    id: ReopeningId.parse(derivedId(`reo_${posts.id}`, tenant, period.id, String(own.length))),
    period: period.id,
    postsIn: posts.id,
    reason,
    status: 'asked',
    askedBy: principal,
    askedAt: now,
    version: 1,
  };
}

/** The period that pays the differences: the first of its kind after it that is not paid itself. */
export function nextToPay(periods: readonly Period[], period: Period): Period {
  if (period.status !== 'locked') {
    const message = `${period.id} is ${period.status}: only what is paid is reopened.`;
    refuse('conflict', 'period.not-locked', message);
  }
  const later = periods.filter((one) => one.kind === period.kind && inOrder(one, period) > 0);
  const next = later.sort(inOrder).find(({ status }) => status !== 'locked');
  return next ?? refuse('conflict', 'period.none-open', `No ${period.kind} is open that could pay it.`);
}

/** What is known of it by now, `posts` being the period that it is posted in. */
export function shown(reopening: Reopening, posts: Pick<Period, 'status'>): Reopening {
  const { status } = reopening;
  if (status === 'approved' && posts.status === 'locked') return { ...reopening, status: 'posted' };
  if ((status === 'asked' || status === 'proposed') && posts.status !== 'open') {
    return { ...reopening, status: 'lapsed' };
  }
  return reopening;
}

type Deciding = {
  readonly posts: Period;
  /** All others that are posted in the same period. */
  readonly others: readonly Reopening[];
  /** Whose pay it changes. */
  readonly changed: readonly PersonId[];
  readonly principal: Principal;
  readonly now: Instant;
};

/** The same one where it was decided so already. Nobody decides on what they asked for, or on their own pay. */
export function decide(
  reopening: Reopening,
  status: 'approved' | 'rejected',
  { posts, others, changed, principal, now }: Deciding,
): Reopening {
  if (reopening.askedBy === principal || changed.some((person) => person === principal)) {
    const message = 'Another person decides: not who asked for it, and not who is paid otherwise by it.';
    refuse('forbidden', 'approval.own', message);
  }
  if (reopening.status === status) return reopening;
  if (reopening.status === 'approved' || reopening.status === 'rejected') {
    refuse('conflict', 'reopening.decided', `This reopening is ${reopening.status}.`);
  }
  if (status === 'approved') refuseUnready(reopening, posts, others);
  return { ...reopening, status, decidedBy: principal, decidedAt: now, version: reopening.version + 1 };
}

function refuseUnready(reopening: Reopening, posts: Period, others: readonly Reopening[]): void {
  if (posts.status !== 'open') {
    const message = `${posts.id} is ${posts.status}: what was worked out has lapsed. Ask again.`;
    refuse('conflict', 'reopening.lapsed', message);
  }
  if (reopening.status === 'asked') {
    refuse('conflict', 'reopening.unready', 'Its differences are being worked out.');
  }
  const stale = others.find((other) => other.status === 'approved' && isStaleBy(reopening, other));
  if (stale) {
    const message = `${stale.id} was approved since, and changes the same periods: reject this and ask again.`;
    refuse('conflict', 'reopening.stale', message);
  }
}

function isStaleBy({ after = [], periods = [] }: Reopening, other: Reopening): boolean {
  return !after.includes(other.id) && (other.periods ?? []).some((period) => periods.includes(period));
}
