/** What the directory notes about a period: when the schedule is to close it. */
import type { TenantId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Period } from './period.ts';

export const CLOSE = 'close';

/** The note of a period, as the tick of the schedule reads it. */
export type CloseNote = { concern: typeof CLOSE; at: Instant; tenant: TenantId; subject: string };

export function closeNote(tenant: TenantId, { id, closesAt }: Period): CloseNote {
  return { concern: CLOSE, at: closesAt, tenant, subject: id };
}
