/** What goes out comes back in unchanged. */
import { describe, expect, it } from 'vitest';
import { bring } from '../../../infra/cli/bring.ts';
import type { Json } from '../../../infra/cli/client.ts';
import { type Exported, takeOut } from '../../../infra/cli/exports.ts';
import { refusalOf } from '../../kit/asking.ts';
import type { Company } from '../../kit/platform.ts';
import type { Scene } from './kit.ts';

export function takeFilesOut(scene: Scene): void {
  describe('what goes out', () => {
    const given = async (of: Company, asked: Json) => {
      const api = await of.api();
      const waiting = await api.post<Exported>('/v1/exports', asked, { key: JSON.stringify(asked) });
      expect(waiting).toMatchObject({ status: 'waiting', download: null });
      const done = await takeOut(api, asked);
      const { data } = done;
      return { ...done, data: Buffer.from(data).toString() };
    };
    const backIn = async (of: Company, asked: Json) => {
      const { data, mapping, rows } = await given(of, asked);
      const { connector } = asked as { connector?: string };
      const name = `Back in ${JSON.stringify(asked).length}`;
      const bytes = Buffer.from(data);
      const back = await bring(await of.api(), { name, mapping, bytes, ...(connector && { connector }) });
      expect(back).toMatchObject({
        status: 'done',
        tally: { rows, accepted: 0, ignored: { 'record.known': rows } },
      });
      return data;
    };

    it('comes back in unchanged: deals of files and of webhooks, each as it is now, by record id', async () => {
      const { id: connector } = scene.races.connector;
      const data = await backIn(scene.races, { kind: 'deals', connector, delimiter: ';' });
      const [header, ...deals] = data.trimEnd().split('\r\n');
      expect(header).toBe(
        'recordId;day;amount;currency;ownerRef;splits;status;stage;accountRef;territoryRef;product;custom;' +
          'type;category;channel;units;cost;discount;invoiced;collected;overlays',
      );
      expect(deals.slice(0, 5)).toEqual([
        'R1;2026-02-03;100.00;EUR;u-ana;;won;;;;;;;;;;;;;;',
        'R2;2026-02-03;160.00;EUR;u-ana;;lost;;;;;;;;;;;;;;',
        'R3;2026-02-05;100.00;EUR;u-ana;;won;;;;;;;;;;;;;;',
        'R4;2026-02-05;100.00;EUR;u-ana;;won;;;;;;;;;;;;;;',
        'R5;2026-02-03;100.00;EUR;u-ana;;won;Signed;;;;;;;;;;;;;',
      ]);
      // S1 to S6 as webhooks amended them.
      expect(deals.slice(5).map((deal) => deal.split(';')[2])).toEqual(Array(6).fill('160.00'));
    });

    it('comes back in unchanged: text that a spreadsheet would run, seventeen digits, quotas', async () => {
      const { id: connector } = scene.trials.connector;
      const csv = await backIn(scene.trials, { kind: 'deals', connector });
      expect(csv).toContain(`H1,2026-01-10,1.00,EUR,u-ana,,won,'=1+1,`);
      expect(csv).toContain('C1,2026-01-10,123456789012345.67,EUR,,,won,');
      const json = await backIn(scene.trials, { kind: 'deals', connector, format: 'ndjson' });
      expect(json).toContain('"stage":"=1+1"');
      expect(await backIn(scene.trials, { kind: 'quotas' })).toBe(
        'person,period,from,to,measure,amount,currency\r\n' +
          'u-ana,2026-m01,,,bookings,300.00,EUR\r\n' +
          'u-ana,2026-q1,,,bookings,1000.00,EUR\r\n',
      );
    });

    it('is people, lines and enrolments as well, and nothing that nobody keeps', async () => {
      const people = await given(scene.trials, { kind: 'people', format: 'ndjson' });
      expect(people.data).toContain(
        '{"externalId":"u-ana","name":"Ana","email":"ana@acme.example","ownerRefs":["u-ana"]}',
      );
      expect(people.rows).toBe(2);
      expect((await given(scene.trials, { kind: 'lines' })).data).toBe(
        'person,manager,from,to,hierarchy\r\n',
      );
      const { data } = await given(scene.trials, { kind: 'enrolments' });
      expect(data).toContain('u-ana,Sellers,2026-01-01,,,\r\n');
      const api = await scene.trials.api();
      const other = (body: Json) => refusalOf(api.post('/v1/exports', body, { key: JSON.stringify(body) }));
      expect(await other({ kind: 'goals' })).toEqual([422, 'input.invalid', '/kind']);
      expect(await other({ kind: 'deals' })).toEqual([422, 'connector.missing', '/connector']);
      const { id: connector } = scene.races.connector;
      expect(await other({ kind: 'deals', connector })).toEqual([422, 'connector.unknown', '/connector']);
    });
  });
}
