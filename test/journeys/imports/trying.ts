/** Files as they come, good and bad: every row of each is accounted for. */
import { beforeAll, describe, expect, it } from 'vitest';
import { bring, type Brought, openImport, startImport } from '../../../infra/cli/bring.ts';
import type { Json } from '../../../infra/cli/client.ts';
import { refusalOf } from '../../kit/asking.ts';
import { enrolled, runOf, statementOf } from '../../kit/paying.ts';
import { hire, onboard } from '../../kit/platform.ts';
import { type Case, CASES, DEALS, MISFITS } from './files.ts';
import { creditsOf, dealOf, FLAT, hangUp, type Scene } from './kit.ts';

export function tryFiles(scene: Scene): void {
  describe('files as they come', () => {
    let person: string;
    const brought: Brought[] = [];
    beforeAll(async () => {
      scene.trials = await onboard(scene.platform.current, { name: 'Trials' });
      const api = await scene.trials.api();
      person = await hire(api, 'Ana');
      await enrolled(api, [person], { name: 'Sellers', period: 'quarter', components: [FLAT] });
    });
    const filed = ({ name, mapping, file }: Pick<Case, 'name' | 'mapping' | 'file'>) => ({
      name: name.slice(0, 60),
      mapping,
      bytes: Buffer.from(file),
      ...(mapping['kind'] === 'deals' && { connector: scene.trials.connector.id }),
    });

    it.each(CASES)('A115 accounts for each row of $name', async (each) => {
      const api = await scene.trials.api();
      const done = await bring(api, filed(each));
      brought.push(done);
      const { tally } = done;
      expect(done).toMatchObject({ status: 'done', readBytes: Buffer.from(each.file).length });
      expect(tally).toMatchObject({ rows: each.rows, accepted: each.accepted, ignored: each.ignored ?? {} });
      expect(tally.rows).toBe(tally.accepted + tally.ignoredRows + tally.rejectedRows);
      const rejects = await api.list<Brought['tally']['rejects'][number]>(`/v1/imports/${done.id}/rejects`);
      expect(rejects.map(({ line, column, code }) => [line, column, code])).toEqual(each.rejected ?? []);
      expect(rejects).toEqual(tally.rejects);
      expect(tally.totals['EUR']).toEqual({ rows: each.accepted, minor: each.minor, away: '0' });
    });

    it.each(MISFITS)('fails with $code at $name', async ({ code, at, ...each }) => {
      const failed = await bring(await scene.trials.api(), filed(each));
      expect(failed).toMatchObject({ status: 'failed', failure: { code }, tally: { accepted: 0 } });
      if (at) expect(failed.failure?.errors).toContainEqual({ pointer: at, message: expect.any(String) });
    });

    it('keeps text as it is written, formulas too', async () => {
      const api = await scene.trials.api();
      const notes = ['H1', 'H2', 'H3', 'J1'].map(async (record) => {
        const { state } = await api.get<{ state: Json }>(`/v1/deals/${dealOf(scene.trials, record)}`);
        return state['stage'];
      });
      // The shield that a spreadsheet needs, as of H3, is no part of the text.
      expect(await Promise.all(notes)).toEqual(['=1+1', 'a "b",\r\nc', '=1+1', '=1+1']);
    });

    it('credits what the tallies add up to', async () => {
      const api = await scene.trials.api();
      const { id } = await runOf(scene.platform.current, api, '2026-q1', 'preview');
      const { components, totalMinor } = await statementOf(api, person, '2026-q1', id);
      const sums = brought.map(({ tally }) => BigInt(tally.totals['EUR']?.minor ?? 0));
      // All but the quotas of 1,300.00, and but the deal of seventeen digits, which nobody owns.
      const credited = sums.reduce((sum, minor) => sum + minor, 0n) - 130_000n - 12_345_678_901_234_567n;
      expect(credited).toBe(100n + 123_450n + 100n + 400n + 100n + 100n + 600n + 100n + 110n);
      expect(components[0]?.creditedMinor).toBe(String(credited));
      // 10 % of 1,250.60.
      expect(totalMinor).toBe('12506');
    });

    it('starts nothing that was cut on its way', async () => {
      const api = await scene.trials.api();
      const whole = Buffer.from('Order,Date,Amount,Seller,Note\nL1,2026-01-10,1000,u-ana,\n');
      const body = { name: 'Cut', mapping: DEALS, connector: scene.trials.connector.id, bytes: whole.length };
      const cut = await api.post<{ id: string; upload: { url: string } }>('/v1/imports', body, {
        key: 'cut',
      });
      await hangUp(cut.upload.url, whole, 40);
      const start = () => api.post<Brought>(`/v1/imports/${cut.id}/start`);
      expect(await refusalOf(start())).toEqual([409, 'file.missing']);
      // Somebody else cut it before it was put: of 1,000 only 100 is left, which no reader could know.
      await fetch(cut.upload.url, { method: 'PUT', body: whole.subarray(0, whole.length - 10) });
      expect(await refusalOf(start())).toEqual([409, 'file.cut']);
      await fetch(cut.upload.url, { method: 'PUT', body: whole });
      expect(await startImport(api, cut.id)).toMatchObject({ status: 'done', tally: { accepted: 1 } });
    });

    it('applies a file once, whatever it is called, tried before or not, and both at a time', async () => {
      const api = await scene.trials.api();
      const text = 'Order,Date,Amount,Seller,Note\nM1,2026-01-10,1.00,u-ana,\n';
      const named = (name: string) => filed({ name, mapping: DEALS, file: text });
      const ids = [await openImport(api, named('one')), await openImport(api, named('two'))];
      for (const id of ids)
        expect(await startImport(api, id, { dryRun: true })).toMatchObject({ tally: { accepted: 1 } });
      const both = await Promise.all(ids.map((id) => startImport(api, id)));
      expect(both.map(({ status }) => status).sort()).toEqual(['done', 'same']);
      const [done, same] = both.sort((a, b) => (a.status < b.status ? -1 : 1));
      expect(same?.sameAs).toBe(done?.id);
      expect(await bring(api, named('three'))).toMatchObject({ status: 'same', sameAs: done?.id });
      expect(await creditsOf(scene.trials, 'M1')).toEqual(['100']);
    });

    it('books a deal of which two files tell at one moment once: a CRM has one file applied at a time', async () => {
      const api = await scene.trials.api();
      const brought = ['1.00', '2.00'].map(async (amount) => {
        const text = `Order,Date,Amount,Seller,Note\nT1,2026-01-10,${amount},u-ana,\n`;
        return bring(api, filed({ name: amount, mapping: DEALS, file: text }));
      });
      const [one, other] = await Promise.all(brought);
      // The later one is told to wait, or finds that the earlier one has spoken.
      const ends = [one, other].map((end) => end?.failure?.code ?? Object.keys(end?.tally.rejected ?? {})[0]);
      expect(ends.filter((end) => end === undefined)).toHaveLength(1);
      expect(['import.crm-busy', 'deal.imported']).toContain(ends.find((end) => end !== undefined));
      expect(await creditsOf(scene.trials, 'T1')).toHaveLength(1);
    });
  });
}
