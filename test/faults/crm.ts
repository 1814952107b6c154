/** A company with people whose CRM sends deals: what most tests of faults begin with. */
import { dealIdOf } from '../../functions/deals/deal.ts';
import type { Client, Json } from '../../infra/cli/client.ts';
import type { Message } from '../../infra/cli/webhook.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { type Company, dealMessage, hire, onboard, type Platform } from '../kit/platform.ts';
import { Customer } from './customer.ts';

export type Crm = {
  readonly company: Company;
  readonly people: Readonly<Record<string, string>>;
  readonly api: Client;
  /** Asks again when the platform cannot answer just now, and looks closely at what is a no. */
  readonly customer: Customer;
  send(...messages: Message[]): Promise<void>;
  counts(): Promise<Json>;
  credits(record: string): Promise<string[][]>;
};

const NAMES = ['Ana', 'Ben'];
/** Of the year's first quarter. */
const DAYS = 'from=2026-01-01&to=2026-04-01';

export async function crmOf(platform: Platform, name: string): Promise<Crm> {
  const { host, at } = platform;
  const company = await onboard(platform, { name });
  const api = await company.api();
  const people: Record<string, string> = {};
  for (const each of NAMES) people[each] = await hire(api, each);
  await host.idle();
  const id = company.connector.id;
  return {
    company,
    people,
    api,
    customer: new Customer({ host, noes: [] }, at.api, api.token),
    async send(...messages) {
      for (const message of messages) {
        const status = await company.deliver(message);
        if (status !== 202) throw new Error(`${message.id} → ${status}`);
      }
    },
    async counts() {
      const fresh = await company.api();
      const { pendingItems: _, ...counts } = await fresh.get(`/v1/connectors/${id}/reconciliation?${DAYS}`);
      return counts;
    },
    async credits(record) {
      const deal = dealIdOf(ConnectorId.parse(id), record);
      const fresh = await company.api();
      const { credits } = await fresh.get<{ credits: Record<string, string>[] }>(`/v1/deals/${deal}`);
      return credits.map(({ day, amountMinor }) => [String(day), String(amountMinor)]);
    },
  };
}

/** A deal of 100 that Ana won on a day of January. */
export const won = (record: string, day = 12, fields: object = {}): Message =>
  dealMessage(record, 'deal.won', `2026-01-${String(day).padStart(2, '0')}T12:00:00.000Z`, {
    amount: '100',
    currency: 'EUR',
    status: 'won',
    ownerRef: 'u-ana',
    ...fields,
  });

export const applied = (count: number, others: object = {}) => ({
  received: count,
  applied: count,
  ignored: 0,
  quarantined: 0,
  pending: 0,
  ...others,
});
