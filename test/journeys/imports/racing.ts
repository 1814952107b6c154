/** Deals of which both files and webhooks speak, in any order and at the same moment. */
import { beforeAll, describe, expect, it } from 'vitest';
import { bring } from '../../../infra/cli/bring.ts';
import type { Json } from '../../../infra/cli/client.ts';
import { enrolled, runOf } from '../../kit/paying.ts';
import { dealMessage, hire, onboard } from '../../kit/platform.ts';
import { DEALS } from './files.ts';
import { creditsOf, FLAT, type Scene } from './kit.ts';

export function raceWebhooks(scene: Scene): void {
  describe('a deal of a file and of webhooks', () => {
    const HEADER = 'Order,Date,Amount,Seller,State,Note\n';
    const mapping: Json = {
      ...DEALS,
      fields: { ...(DEALS['fields'] as Json), status: { column: 'State' } },
    };
    beforeAll(async () => {
      scene.races = await onboard(scene.platform.current, { name: 'Races' });
      await hire(await scene.races.api(), 'Ana');
    });
    const file = async (...rows: string[]) => {
      const bytes = Buffer.from(HEADER + rows.join('\n'));
      const { id: connector } = scene.races.connector;
      const done = await bring(await scene.races.api(), { name: 'Race', mapping, bytes, connector });
      await scene.platform.current.host.idle();
      return done;
    };
    const tell = async (record: string, what: string, at: string, said: object) => {
      const message = dealMessage(record, what, `2026-02-${at}:00.000Z`, {
        currency: 'EUR',
        ownerRef: 'u-ana',
        ...said,
      });
      expect(await scene.races.deliver(message)).toBe(202);
      await scene.platform.current.host.idle();
    };
    const won = { amount: '100', status: 'won' };

    it('is credited once where the webhook came first and the file says the same', async () => {
      await tell('R1', 'created', '02T08:00', { amount: '100', status: 'open' });
      await tell('R1', 'won', '03T10:00', { ...won, closeDate: '2026-02-03' });
      expect((await file('R1,2026-02-03,100,u-ana,won,')).tally.ignored).toEqual({ 'record.known': 1 });
      expect(await creditsOf(scene.races, 'R1')).toEqual(['10000']);
      await tell('R5', 'won', '03T10:00', { ...won, closeDate: '2026-02-03' });
      // What the file says beside the same is taken, and credits nothing more.
      expect((await file('R5,2026-02-03,100,u-ana,won,Signed')).tally.accepted).toBe(1);
      expect(await creditsOf(scene.races, 'R5')).toEqual(['10000']);
    });

    it('nets to nothing where webhooks amend and lose what a file had won', async () => {
      await file('R2,2026-02-03,100,u-ana,won,');
      await tell('R2', 'amended', '05T10:00', { amount: '160' });
      expect(await creditsOf(scene.races, 'R2')).toEqual(['10000', '-10000', '16000']);
      await tell('R2', 'lost', '06T10:00', { status: 'lost' });
      expect(await creditsOf(scene.races, 'R2')).toEqual(['10000', '-10000', '16000', '-16000']);
    });

    it('is credited once where a file has it open and a webhook wins it, before or after', async () => {
      await file('R3,2026-06-30,100,u-ana,open,');
      expect(await creditsOf(scene.races, 'R3')).toEqual([]);
      await tell('R3', 'won', '05T10:00', { status: 'won', closeDate: '2026-02-05' });
      expect(await creditsOf(scene.races, 'R3')).toEqual(['10000']);
      await tell('R4', 'won', '05T10:00', { ...won, closeDate: '2026-02-05' });
      await file('R4,2026-02-06,90,u-ana,open,');
      expect(await creditsOf(scene.races, 'R4')).toEqual(['10000']);
    });

    it('comes to what webhooks say of it also where they come while the file is read', async () => {
      const records = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'];
      const amend = (record: string) => tell(record, 'amended', '05T10:00', { amount: '160', status: 'won' });
      await Promise.all([
        file(...records.map((each) => `${each},2026-02-03,100,u-ana,won,`)),
        ...records.map(amend),
      ]);
      const nets = records.map(async (each) =>
        (await creditsOf(scene.races, each)).reduce((sum, minor) => sum + BigInt(minor), 0n),
      );
      expect(await Promise.all(nets)).toEqual(records.map(() => 16_000n));
    });

    it('is paid as its page says: what was netted is neither lost nor there twice', async () => {
      const api = await scene.races.api();
      const [ana] = (await api.list<{ id: string; name: string }>('/v1/people')).filter(
        ({ name }) => name === 'Ana',
      );
      await enrolled(api, [String(ana?.id)], { name: 'Sellers', period: 'quarter', components: [FLAT] });
      const { totalMinor } = await runOf(scene.platform.current, api, '2026-q1', 'preview');
      // 10 % of R1, R3, R4 and R5, 100.00 each, and of S1 to S6, 160.00 each; R2 comes to nothing.
      expect(totalMinor).toBe('13600');
    });
  });
}
