/**
 * A manual adjustment: a signed amount, or the release of what is held back, with a reason. One person
 * proposes it and another approves it; then it is a line of its own in the settlement of its open period.
 *
 *   proposed → approved (counts in the run of its period)
 *            → rejected
 */
import * as z from 'zod';
import { DealId, KeyId, PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Name } from '../../shared/kernel/text.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';

/** Carries the period, so that it leads to its item without an index. */
export const AdjustmentId = z
  .string()
  .regex(/^adj_[0-9a-z][0-9a-z-]{2,39}_[0-9a-z]{26}$/, 'must be an id that starts with adj_')
  .brand<'adj'>();
export type AdjustmentId = z.output<typeof AdjustmentId>;

const asked = {
  period: PeriodId,
  amountMinor: Minor.optional().describe('what is added to the pay of the period; may be below zero'),
  release: z
    .union([z.literal('all'), DealId])
    .optional()
    .describe('what is held back: all, or of one deal'),
  reason: Name,
  /** The first day on which it cannot be approved any more. */
  expiresOn: Day.optional(),
};

export const AdjustmentDraft = z
  .strictObject(asked)
  .meta({ examples: [{ period: '2026-m03', amountMinor: '25000', reason: 'missing SPIFF' }] });
export type AdjustmentDraft = z.output<typeof AdjustmentDraft>;

const Principal = z.union([PersonId, KeyId]);

export const Adjustment = z.object({
  id: AdjustmentId,
  person: PersonId,
  ...asked,
  status: z.enum(['proposed', 'approved', 'rejected']),
  proposedBy: Principal,
  proposedAt: Instant,
  decidedBy: Principal.optional(),
  decidedAt: Instant.optional(),
  version: z.int(),
});
export type Adjustment = z.output<typeof Adjustment>;

export type By = { readonly principal: PersonId | KeyId; readonly now: Instant; readonly today: Day };
type Of = { readonly person: PersonId; readonly period: { readonly id: PeriodId; readonly status: string } };

export function propose(draft: AdjustmentDraft, { person, period }: Of, id: string, by: By): Adjustment {
  refuseUnclear(draft);
  refuseClosed(period);
  refuseExpired(draft, by.today);
  return {
    id: AdjustmentId.parse(id),
    person,
    ...draft,
    status: 'proposed',
    proposedBy: by.principal,
    proposedAt: by.now,
    version: 1,
  };
}

/** The same one where it was decided so already. Nobody decides on what they proposed, or on their own pay. */
export function decide(
  adjustment: Adjustment,
  status: 'approved' | 'rejected',
  period: Of['period'],
  { principal, now, today }: By,
): Adjustment {
  if (adjustment.proposedBy === principal || adjustment.person === principal) {
    const message = 'Another person decides: not who proposed it, and not who is paid.';
    refuse('forbidden', 'approval.own', message);
  }
  if (adjustment.status === status) return adjustment;
  if (adjustment.status !== 'proposed') {
    refuse('conflict', 'adjustment.decided', `This adjustment is ${adjustment.status}.`);
  }
  if (status === 'approved') refuseClosed(period);
  if (status === 'approved') refuseExpired(adjustment, today);
  return { ...adjustment, status, decidedBy: principal, decidedAt: now, version: adjustment.version + 1 };
}

export function periodOf(id: AdjustmentId): PeriodId {
  return id.slice('adj_'.length, id.lastIndexOf('_')) as PeriodId;
}

function refuseUnclear({ amountMinor, release }: AdjustmentDraft): void {
  if ((amountMinor === undefined) === (release === undefined)) {
    const message = 'It is an amount or a release, and not both.';
    refuse('rule', 'adjustment.unclear', message, '/amountMinor');
  }
  if (amountMinor === 0n) {
    refuse('rule', 'adjustment.nothing', 'An adjustment is not zero.', '/amountMinor');
  }
}

function refuseClosed({ id, status }: Of['period']): void {
  if (status === 'open') return;
  refuse('conflict', 'period.not-open', `${id} is ${status}: adjust a period that is open.`, '/period');
}

function refuseExpired({ expiresOn }: Pick<Adjustment, 'expiresOn'>, today: Day): void {
  if (expiresOn === undefined || today < expiresOn) return;
  refuse('rule', 'adjustment.expired', `It could be approved before ${expiresOn}.`, '/expiresOn');
}
