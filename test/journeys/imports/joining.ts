/** A company joins: its people, who reports to whom, who covers what, rates and enrolments, each in a file. */
import { describe, expect, it } from 'vitest';
import { standardMapping } from '../../../functions/imports/export.ts';
import type { Kind } from '../../../functions/imports/targets/index.ts';
import { type Brought, bring } from '../../../infra/cli/bring.ts';
import type { Client, Json } from '../../../infra/cli/client.ts';
import { takeOut } from '../../../infra/cli/exports.ts';
import { type Company, onboard } from '../../kit/platform.ts';
import type { Scene } from './kit.ts';

const CSV = { format: 'csv', delimiter: ',' } as const;
const FILES = {
  people: [
    'externalId,name,email,ownerRefs,startsOn,endsOn,role',
    '1,Mia,mia@acme.example,,,,Manager',
    '2,Rex,rex@acme.example,"[""u-rex""]",2026-01-15,,Seller',
    '3,Sue,sue@acme.example,"[""u-rex""]",,,Seller',
    '4,Tom,tom@acme.example,,2026-03-01,2026-02-01,Seller',
  ],
  lines: [
    'person,manager,from,to,hierarchy',
    '2,1,2026-01-01,,main',
    '1,2,2026-02-01,,main',
    '1,2,2026-02-01,,product',
    '9,1,2026-01-01,,main',
  ],
  territories: [
    'person,territory,from,to',
    'u-rex,North,2026-01-01,2026-04-01',
    '2,South,2026-01-01,',
    '9,North,2026-01-01,',
  ],
  'fx-rates': [
    'day,from,to,rate',
    '2026-01-02,EUR,USD,1.10',
    '2026-01-02,EUR,DEM,1.95583',
    '2026-01-02,EUR,USD,1.1',
    '2026-01-03,EUR,USD,0',
  ],
  enrolments: [
    'person,plan,from,to,terms,payCurrency',
    '2,Terms,2026-01-01,,"{""rate"":""0.012""}",GBP',
    '1,Terms,2026-01-01,,,',
    '2,Terms,2026-02-01,,"{""rate"":""0.02""}",',
    '2,Other,2026-01-01,,,',
  ],
  results: [
    'person,period,name,value,source',
    '2,2026-q1,retention,0.960,Success team',
    'u-rex,2026-q1,retention,0.96,Success team',
    '2,2026-q1,retention,0.95,Success team',
    'u-rex,2026-q1,retention,0.97,Success team',
    '9,2026-q1,csat,4.7,',
    '1,1999-q1,csat,4.7,',
  ],
} satisfies Partial<Record<Kind, string[]>>;

/** What becomes of them: accepted, ignored, and the codes of what is rejected, by line. */
const EXPECTED: Record<keyof typeof FILES, [number, number, string[]]> = {
  people: [2, 0, ['4 owner-ref.taken', '5 field.invalid']],
  lines: [2, 0, ['3 line.cycle', '5 person.unknown']],
  territories: [1, 0, ['3 territory.unknown', '4 person.unknown']],
  // 1.10 and 1.1 are the same rate of the same day.
  'fx-rates': [2, 1, ['5 field.invalid']],
  enrolments: [1, 0, ['3 term.missing', '4 enrolment.overlap', '5 plan.unknown']],
  // Twice the same by two references, then two others.
  results: [1, 1, ['4 duplicate.other', '5 duplicate.other', '6 person.unknown', '7 period.missing']],
};

const PLAN = {
  name: 'Terms',
  currency: 'EUR',
  period: 'quarter',
  components: [{ id: 'flat', name: 'Flat', kind: 'flat-rate', goal: 'Sales', rate: { term: 'rate' } }],
};

const verdictOf = ({ tally }: Brought) => [
  tally.accepted,
  tally.ignoredRows,
  tally.rejects.map(({ line, code }) => `${line} ${code}`),
];

export function joinByFiles(scene: Pick<Scene, 'platform'>): void {
  describe('a company that joins', () => {
    let company: Company;
    let api: Client;
    const mapped = (kind: Kind, dryRun: boolean) => ({
      name: `${kind} ${dryRun}`,
      mapping: JSON.parse(JSON.stringify(standardMapping(kind, CSV))) as Json,
      bytes: Buffer.from(FILES[kind as keyof typeof FILES].join('\n')),
      dryRun,
    });

    it.each(Object.keys(FILES) as (keyof typeof FILES)[])(
      'brings %s, tried and then applied',
      async (kind) => {
        if (kind === 'people') {
          company = await onboard(scene.platform.current, { name: 'Joining' });
          api = await company.api();
          await api.put('/v1/territories/North', { name: 'North' });
          await api.post('/v1/plans', PLAN, { key: 'terms' });
        }
        const tried = await bring(api, mapped(kind, true));
        expect([tried.status, ...verdictOf(tried)]).toEqual(['checked', ...EXPECTED[kind]]);
        const done = await bring(api, mapped(kind, false));
        expect([done.status, ...verdictOf(done)]).toEqual(['done', ...EXPECTED[kind]]);
      },
    );

    it('has then what the files said, and no more', async () => {
      const people = await api.list<{ id: string; name: string }>('/v1/people');
      expect(people.map(({ name }) => name)).toEqual(['Ada Admin', 'Mia', 'Rex']);
      const [, mia, rex] = people.map(({ id }) => id);
      expect(await api.get(`/v1/people/${rex}`)).toMatchObject({
        ownerRefs: ['2', 'u-rex'],
        startsOn: '2026-01-15',
        title: 'Seller',
      });
      const lineOf = async (who: string | undefined, hierarchy: string) =>
        (await api.get<{ lines: Json[] }>(`/v1/people/${who}/line?hierarchy=${hierarchy}`)).lines;
      expect(await lineOf(rex, 'main')).toEqual([{ manager: mia, from: '2026-01-01', to: null }]);
      expect(await lineOf(mia, 'main')).toEqual([]);
      expect(await lineOf(mia, 'product')).toEqual([{ manager: rex, from: '2026-02-01', to: null }]);
      expect(await api.get(`/v1/people/${rex}/territories`)).toMatchObject({
        territories: [{ territory: 'North', from: '2026-01-01', to: '2026-04-01' }],
      });
      expect(await api.get('/v1/currency-rates/2026-01-02/EUR/DEM')).toMatchObject({ rate: '1.95583' });
      expect(await api.list('/v1/enrolments')).toMatchObject([
        { person: rex, terms: { rate: '0.012' }, payCurrency: 'GBP' },
      ]);
    });

    it.each(Object.keys(FILES))('takes %s out, and brings them back in unchanged', async (kind) => {
      const { data, mapping, rows } = await takeOut(api, { kind });
      const back = await bring(api, { name: `back ${kind}`, mapping, bytes: Buffer.from(data) });
      expect(back.tally).toMatchObject({ rows, accepted: 0, ignored: { 'record.known': rows } });
    });
  });
}
