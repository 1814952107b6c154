/** A connector: one CRM of the company, with an address of its own that only signed webhooks get into. */
import * as z from 'zod';
import { ConnectorId, type TenantId } from '../../shared/kernel/ids.ts';
import { Name } from '../../shared/kernel/text.ts';
import { Instant } from '../../shared/kernel/time.ts';

export const Connector = z.object({
  id: ConnectorId,
  name: Name,
  /** What its webhooks look like: 'standard' is our own form, signed by Standard Webhooks. */
  provider: z.literal('standard'),
  /** Where its webhooks go, below the API's address. */
  path: z.string(),
  createdAt: Instant,
  rotatedAt: Instant,
  version: z.int(),
});
export type Connector = z.output<typeof Connector>;

export const NewConnector = z.strictObject({ name: Name, provider: z.literal('standard') });
export type NewConnector = z.output<typeof NewConnector>;

/** `random` is a fresh id: its letters are what makes the address hard to guess. */
export function openConnector(
  tenant: TenantId,
  random: string,
  wanted: NewConnector,
  now: Instant,
): Connector {
  const id = ConnectorId.parse(`con_${tenant.slice(4)}_${random.slice(-26)}`);
  return { id, ...wanted, path: `/v1/hooks/${id}`, createdAt: now, rotatedAt: now, version: 1 };
}
