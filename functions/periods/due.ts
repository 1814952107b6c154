/** What the directory notes about a period: when the schedule is to close it. */
import type { TenantId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import type { Period } from './period.ts';

export const CLOSE = 'close';
const NEVER = Instant.parse('9999-12-31T00:00:00.000Z');

/** The note of a period, as the tick of the schedule reads it. */
export type CloseNote = { concern: typeof CLOSE; at: Instant; tenant: TenantId; subject: string };

/** What is without end has a note all the same, which never falls due: whoever has a note is swept. */
export function closeNote(tenant: TenantId, { id, closesAt }: Period): CloseNote {
  return { concern: CLOSE, at: closesAt ?? NEVER, tenant, subject: id };
}
