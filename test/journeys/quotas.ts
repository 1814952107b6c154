/** Quotas as those who set them meet them: years, newcomers, leave, changes, teams; and recorded results. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { hire, reportTo } from '../kit/platform.ts';
import type { Ground } from './ground.ts';

type Step = Json & { readonly kind: string; readonly factor: string; readonly leavesMinor: string };
type Quota = {
  readonly amountMinor: string;
  readonly version: number;
  readonly period: string;
  readonly derivation?: { readonly baseMinor: string; readonly steps: readonly Step[] };
};
type Year = { readonly amountMinor: string; readonly quotas: readonly Quota[] };

const EUR = { currency: 'EUR' };
const Q1 = '2026-q1';
const FULL = { amountMinor: '20000000', ...EUR };

export function quotasJourney(ground: Ground): void {
  const path = (person: string, period = Q1) => `/v1/people/${person}/quotas/${period}`;
  const put = (person: string, asked: Json, ifMatch?: number, period = Q1) =>
    ground.api.put<Quota>(path(person, period), asked, { ifMatch });
  const shown = async (person: string, period = Q1) => {
    const { quotas } = await ground.api.get<{ quotas: Quota[] }>(path(person, period));
    return quotas[0];
  };
  const starting = async (name: string, startsOn: string, endsOn?: string) => {
    const email = `${name.toLowerCase()}@acme.example`;
    const { id } = await ground.api.post<{ id: string }>('/v1/people', { name, email, startsOn, endsOn });
    return id;
  };
  const stepsOf = ({ derivation }: Quota) =>
    (derivation?.steps ?? []).map(({ kind, factor }) => [kind, factor]);

  describe('quotas over HTTP', () => {
    let ivy: string;

    beforeAll(async () => {
      ivy = await hire(ground.api, 'Ivy');
    });

    it('A16 asks half a quarter of whoever starts on 15 February, and says why', async () => {
      // Q1 2026 has 90 days; from 15 February on 14 + 31 = 45: 200,000 × 45/90 = 100,000.00.
      // Wrong: 97,777.78 (44 days, the first one not counted), 102,222.22 (46), 98,901.10 (of 91 days).
      const late = await starting('Late', '2026-02-15');
      const made = await put(late, { ...FULL, prorate: 'byDays' });
      expect(made).toMatchObject({
        amountMinor: '10000000',
        version: 1,
        derivation: {
          baseMinor: '20000000',
          steps: [
            {
              kind: 'proration',
              from: '2026-02-15',
              to: '2026-04-01',
              factor: '45/90',
              leavesMinor: '10000000',
            },
          ],
        },
      });
      expect(await shown(late)).toEqual(made);
      // Gone again on 1 March: 14 days, 200,000 × 14/90 = 31,111.11. Wrong: 33,333.33 (that day counted).
      const left = await starting('Left', '2026-02-15', '2026-03-01');
      expect((await put(left, { ...FULL, prorate: 'byDays' })).amountMinor).toBe('3111111');
      // Days that change later change nothing until it is asked again.
      await ground.api.patch(`/v1/people/${late}`, { startsOn: '2026-03-01' }, { ifMatch: 1 });
      expect(await shown(late)).toEqual(made);
      expect((await put(late, { ...FULL, prorate: 'byDays' }, 1)).amountMinor).toBe('6888889');
    });

    it('A16 divides a year by seasons, to the last cent, and changes it only for who has seen it', async () => {
      const annual = `/v1/people/${ivy}/annual-quotas`;
      const shares = ['0.2', '0.25', '0.25', '0.3'];
      const asked = { year: 2026, amountMinor: '80000000', ...EUR, seasonality: { by: 'quarter', shares } };
      const made = await ground.api.post<Year>(annual, asked);
      expect(made.quotas.map(({ amountMinor }) => amountMinor)).toEqual([
        '16000000',
        '20000000',
        '20000000',
        '24000000',
      ]);
      expect(await ground.api.post(annual, asked)).toEqual(made);
      expect(await ground.api.get(`${annual}/2026`)).toEqual(made);
      const more = { ...asked, amountMinor: '90000000' };
      expect(await refusalOf(ground.api.post(annual, more))).toEqual([428, 'precondition.missing']);
      const ifMatch = await ground.api.tagOf(`${annual}/2026`);
      expect((await ground.api.post<Year>(annual, more, { ifMatch })).amountMinor).toBe('90000000');
      expect(await refusalOf(ground.api.post(annual, asked, { ifMatch }))).toEqual([
        412,
        'precondition.stale',
      ]);
      const wrong = (seasonality: Json) =>
        refusalOf(ground.api.post(annual, { ...asked, seasonality }, { ifMatch: '*' }));
      const at = '/seasonality/shares';
      expect(await wrong({ shares: ['0.2', '0.25', '0.25', '0.2'] })).toEqual([422, 'seasonality.total', at]);
      expect(await wrong({ by: 'month', shares })).toEqual([422, 'seasonality.count', at]);
      const never = ground.api.post(annual, { ...asked, year: 1999 }, { ifMatch: '*' });
      expect(await refusalOf(never)).toEqual([422, 'year.missing', '/year']);
    });

    it('A16 A96 asks of a newcomer what the month of their tenure asks', async () => {
      // 800,000 ÷ 12 × 25/50/75 % = 16,666.67 + 33,333.33 + 50,000.00 = 100,000.00. Wrong: 33,333.34, of a
      // month that was rounded to 66,666.67 first, and a quarter of 100,000.01.
      const newcomer = await starting('Newcomer', '2026-01-01');
      const ramp = { shares: ['0.25', '0.5', '0.75'] };
      const asked = { year: 2026, amountMinor: '80000000', ...EUR, seasonality: { by: 'month' }, ramp };
      const { quotas } = await ground.api.post<Year>(`/v1/people/${newcomer}/annual-quotas`, asked);
      const [one, two, three] = quotas.map(({ amountMinor }) => amountMinor);
      expect([one, two, three]).toEqual(['1666667', '3333333', '5000000']);
      expect(quotas.length).toBe(12);
      expect((await put(newcomer, { ...FULL, ramp })).amountMinor).toBe('10000000');
      const unknown = put(ivy, { measure: 'units', ...FULL, ramp }, undefined, '2026-q2');
      expect(await refusalOf(unknown)).toEqual([422, 'ramp.no-start', '/ramp']);
    });

    it('A16 relieves of days on leave, with the reason, and takes that back', async () => {
      // 90 − 30 of 90 days are left: 200,000 × 60/90 = 133,333.33. Wrong: 66,666.67 (what is taken away).
      const leah = await hire(ground.api, 'Leah');
      await put(leah, FULL);
      const leave = { from: '2026-02-01', to: '2026-03-03', reason: 'Parental leave' };
      const relieve = (asked: Json, ifMatch?: number) =>
        ground.api.post<Quota>(`${path(leah)}/reliefs`, asked, { ifMatch });
      expect(await refusalOf(relieve(leave))).toEqual([428, 'precondition.missing']);
      const relieved = await relieve(leave, 1);
      expect(relieved).toMatchObject({
        amountMinor: '13333333',
        version: 2,
        derivation: { steps: [{ kind: 'relief', ...leave, share: '1', factor: '60/90' }] },
      });
      expect(await relieve(leave)).toEqual(relieved);
      // Half of what is asked for ten more days: 5 more of 90. 200,000 × 55/90 = 122,222.22.
      const lost = { from: '2026-03-11', to: '2026-03-21', share: '0.5', reason: 'Lost accounts' };
      expect((await relieve(lost, 2)).amountMinor).toBe('12222222');
      expect((await relieve({ ...leave, share: '0' }, 3)).amountMinor).toBe('18888889');
      const outside = relieve({ ...leave, to: '2026-04-02' }, 4);
      expect(await refusalOf(outside)).toEqual([422, 'relief.outside-period', '/to']);
      expect(await refusalOf(relieve({ ...leave, to: leave.from }, 4))).toEqual([422, 'relief.empty', '/to']);
      const other = relieve({ ...leave, measure: 'units' });
      expect(await refusalOf(other)).toEqual([422, 'quota.missing', '/measure']);
      // What is asked anew is relieved as well: 300,000 × 85/90 = 283,333.33.
      expect((await put(leah, { amountMinor: '30000000', ...EUR }, 4)).amountMinor).toBe('28333333');
    });

    it('A16 changes a quota within its period by policy, and knows no day with two', async () => {
      // 45 days at 200,000 and 45 at 300,000 of the whole quarter: 100,000 + 150,000. Wrong: 500,000 (added).
      const kai = await hire(ground.api, 'Kai');
      await put(kai, FULL);
      const more = { amountMinor: '30000000', ...EUR };
      const change = { policy: 'byDays', from: '2026-02-15' };
      const changed = await put(kai, { ...more, change }, 1);
      expect([changed.amountMinor, stepsOf(changed)]).toEqual(['25000000', [['change', '45/90']]]);
      expect(await put(kai, { ...more, change }, 2)).toEqual(changed);
      expect((await put(kai, { ...more, change: { policy: 'restate' } }, 2)).amountMinor).toBe('30000000');
      const rows = (second: string) => [
        { from: '2026-01-01', to: '2026-02-15', amountMinor: '20000000' },
        { from: second, amountMinor: '30000000' },
      ];
      expect(await refusalOf(put(kai, { ...EUR, rows: rows('2026-02-14') }, 3))).toEqual([
        422,
        'quota.overlap',
        '/rows/1/from',
      ]);
      expect((await put(kai, { ...EUR, rows: rows('2026-02-15') }, 3)).amountMinor).toBe('25000000');
      const early = put(kai, { ...more, change: { policy: 'byDays', from: '2025-12-31' } }, 4);
      expect(await refusalOf(early)).toEqual([422, 'quota.outside-period', '/change/from']);
      const grown = await put(kai, { amountMinor: '10000000', ...EUR, growth: '0.15' }, 4);
      expect(grown.amountMinor).toBe('11500000');
    });

    it("sums a team's quota by days, and refuses a circle by the names in it", async () => {
      const [ada, bob] = [await hire(ground.api, 'Alma'), await hire(ground.api, 'Bela')];
      const cleo = await hire(ground.api, 'Cleo', { person: ada, from: '2026-01-01' });
      await reportTo(ground.api, cleo, { person: bob, from: '2026-01-31' });
      await put(cleo, { amountMinor: '9000000', ...EUR });
      const team = { of: 'sumOfReportsByDays' };
      // Cleo reports to Alma for 30 days of 90, and then to Bela: 30,000.00 and 60,000.00.
      const first = await put(ada, { ...EUR, team });
      expect(first).toMatchObject({
        amountMinor: '3000000',
        derivation: { steps: [{ kind: 'report', person: cleo, factor: '30/90', addsMinor: '3000000' }] },
      });
      expect((await put(bob, { ...EUR, amountMinor: '1000000', team })).amountMinor).toBe('6000000');
      const own = { ...EUR, amountMinor: '1000000', team: { ...team, own: 'in' } };
      expect((await put(bob, own, 1)).amountMinor).toBe('7000000');
      const listed = await ground.api.list<Json>(`/v1/periods/${Q1}/quotas`);
      expect(listed.filter(({ person }) => person === ada)).toEqual([first]);
      // Alma above Bela in February, Bela above Alma in March.
      const both = { ...EUR, measure: 'units', team };
      const line = (who: string, manager: string, from: string, to: string) =>
        ground.api.put(`/v1/people/${who}/manager`, { manager, from, to });
      await line(bob, ada, '2026-02-01', '2026-03-01');
      await line(ada, bob, '2026-03-01', '2026-04-01');
      await put(ada, both);
      expect(await refusalOf(put(bob, both))).toEqual([422, 'quota.circular', '/team']);
      await expect(put(bob, both)).rejects.toThrow(/Alma and Bela|Bela and Alma/);
    });

    it('A02 records results that no deal says, one by one', async () => {
      const place = `/v1/people/${ivy}/results/${Q1}`;
      const record = (asked: Json, ifMatch?: number) => ground.api.put<Json>(place, asked, { ifMatch });
      const asked = { name: 'retention', value: '0.960', source: 'Success team' };
      const made = await record(asked);
      expect(made).toEqual({ person: ivy, period: Q1, version: 1, ...asked, value: '0.96' });
      expect(await record({ ...asked, value: '0.96' })).toEqual(made);
      expect(await refusalOf(record({ ...asked, value: '0.95' }))).toEqual([428, 'precondition.missing']);
      expect(await record({ ...asked, value: '0.95' }, 1)).toMatchObject({ value: '0.95', version: 2 });
      await record({ name: 'csat', value: '4.7' });
      const { results } = await ground.api.get<{ results: Json[] }>(place);
      expect(results.map(({ name }) => name)).toEqual(['csat', 'retention']);
      expect(await ground.api.list(`/v1/periods/${Q1}/results?limit=1`)).toEqual(results);
      expect(await refusalOf(record({ name: 'csat', value: 4.7 }))).toEqual([422, 'input.invalid', '/value']);
    });
  });
}
