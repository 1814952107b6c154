/** What the parts of the journey of imports share: its companies, credits of deals, files that are cut. */
import { request } from 'node:http';
import { dealIdOf } from '../../../functions/deals/deal.ts';
import { ConnectorId } from '../../../shared/kernel/ids.ts';
import { COMMISSION } from '../../kit/paying.ts';
import type { Company, WithDatabase } from '../../kit/platform.ts';

/** On one platform: a company that tries files, and one whose CRM sends webhooks beside them. */
export type Scene = { readonly platform: { current: WithDatabase }; trials: Company; races: Company };

/** Ten percent of whatever is credited. */
const { mode: _, bands: __, ...component } = COMMISSION;
export const FLAT = { ...component, kind: 'flat-rate', rate: '0.1' };

/** Amounts of all credits of a deal, in their order. */
export async function creditsOf(of: Company, record: string): Promise<string[]> {
  const api = await of.api();
  const { credits } = await api.get<{ credits: { amountMinor: string }[] }>(
    `/v1/deals/${dealOf(of, record)}`,
  );
  return credits.map(({ amountMinor }) => amountMinor);
}

export const dealOf = ({ connector }: Company, record: string) =>
  dealIdOf(ConnectorId.parse(connector.id), record);

/** Promises all bytes, sends some of them and is gone. */
export async function hangUp(url: string, whole: Buffer, sent: number): Promise<void> {
  const put = request(url, { method: 'PUT', headers: { 'content-length': whole.length } });
  const ended = new Promise((wake) => put.once('close', wake).once('error', wake));
  await new Promise((wake) => put.write(whole.subarray(0, sent), wake));
  put.destroy();
  await ended;
}
