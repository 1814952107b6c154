/** Deals of which both files and webhooks tell, whichever comes first: they are credited once. */
import { beforeAll, expect, it } from 'vitest';
import { dealIdOf } from '../../functions/deals/deal.ts';
import { bring } from '../../infra/cli/bring.ts';
import type { Json } from '../../infra/cli/client.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import { COMMISSION, enrolled, runOf } from '../kit/paying.ts';
import { type Company, dealMessage, hire, onboard, type Platform } from '../kit/platform.ts';
import * as files from './files.ts';

type Running = { readonly current: Platform };

export function racesJourney(platform: Running, isMade: (company: Company) => void): void {
  let races: Company;
  const HEADER = 'Order,Date,Amount,Seller,State\n';
  const mapping: Json = {
    ...files.DEALS,
    fields: { ...(files.DEALS['fields'] as Json), stage: undefined, status: { column: 'State' } },
  };
  beforeAll(async () => {
    races = await onboard(platform.current, { name: 'Races' });
    isMade(races);
    await hire(await races.api(), 'Ana');
  });
  const file = async (...rows: string[]) => {
    const bytes = Buffer.from(HEADER + rows.join('\n'));
    const { id: connector } = races.connector;
    const done = await bring(await races.api(), { name: 'Race', mapping: plain(mapping), bytes, connector });
    await platform.current.host.idle();
    return done;
  };
  const tell = async (record: string, what: string, at: string, said: object) => {
    const message = dealMessage(record, what, `2026-02-${at}:00.000Z`, {
      currency: 'EUR',
      ownerRef: 'u-ana',
      ...said,
    });
    expect(await races.deliver(message)).toBe(202);
    await platform.current.host.idle();
  };
  const won = { amount: '100', status: 'won' };

  it('is credited once where the webhook came first and the file says the same', async () => {
    await tell('R1', 'created', '02T08:00', { amount: '100', status: 'open' });
    await tell('R1', 'won', '03T10:00', { ...won, closeDate: '2026-02-03' });
    await file('R1,2026-02-03,100,u-ana,won');
    expect(await creditsOf(races, 'R1')).toEqual(['10000']);
  });

  it('nets to nothing where webhooks amend and lose what a file had won', async () => {
    await file('R2,2026-02-03,100,u-ana,won');
    await tell('R2', 'amended', '05T10:00', { amount: '160' });
    expect(await creditsOf(races, 'R2')).toEqual(['10000', '-10000', '16000']);
    await tell('R2', 'lost', '06T10:00', { status: 'lost' });
    expect(await creditsOf(races, 'R2')).toEqual(['10000', '-10000', '16000', '-16000']);
  });

  it('is credited once where a file has it open and a webhook wins it, before or after', async () => {
    await file('R3,2026-06-30,100,u-ana,open');
    expect(await creditsOf(races, 'R3')).toEqual([]);
    await tell('R3', 'won', '05T10:00', { status: 'won', closeDate: '2026-02-05' });
    expect(await creditsOf(races, 'R3')).toEqual(['10000']);
    await tell('R4', 'won', '05T10:00', { ...won, closeDate: '2026-02-05' });
    await file('R4,2026-02-06,90,u-ana,open');
    expect(await creditsOf(races, 'R4')).toEqual(['10000']);
  });

  it('comes to what webhooks say of it also where they come while the file is read', async () => {
    const records = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'];
    const amend = (record: string) => tell(record, 'amended', '05T10:00', { amount: '160', status: 'won' });
    await Promise.all([
      file(...records.map((each) => `${each},2026-02-03,100,u-ana,won`)),
      ...records.map(amend),
    ]);
    const nets = records.map(async (each) =>
      (await creditsOf(races, each)).reduce((sum, minor) => sum + BigInt(minor), 0n),
    );
    expect(await Promise.all(nets)).toEqual(records.map(() => 16_000n));
  });

  it('is paid as its page says: what was netted is neither lost nor there twice', async () => {
    const api = await races.api();
    const flat = { ...COMMISSION, kind: 'flat-rate', rate: '0.1', mode: undefined, bands: undefined };
    const [ana] = (await api.list<{ id: string; name: string }>('/v1/people')).filter(
      ({ name }) => name === 'Ana',
    );
    await enrolled(api, [String(ana?.id)], { name: 'Sellers', period: 'quarter', components: [flat] });
    const { totalMinor } = await runOf(platform.current, api, '2026-q1', 'preview');
    // 10 % of R1, R3 and R4, 100.00 each, and of S1 to S6, 160.00 each; R2 comes to nothing.
    expect(totalMinor).toBe('12600');
  });
}

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

/** As JSON has it, without what is undefined. */
export const plain = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json;
