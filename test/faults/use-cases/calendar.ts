/** A calendar to report by is made; a window of the one that pays is split, and its credits move. */
import type { Json } from '../../../infra/cli/client.ts';
import { COMMISSION, enrolled, type Run, setQuota } from '../../kit/paying.ts';
import type { Said } from '../model.ts';
import { messageOf, sendUntilTaken, setUp, staff } from '../scene.ts';
import type { UseCase } from '../use-case.ts';

const BEFORE: Said = { record: 'd1', day: 8, what: 'won', amount: 100, status: 'won', owner: 'Ana' };
const AFTER: Said = { record: 'd2', day: 12, what: 'won', amount: 300, status: 'won', owner: 'Ana' };
const windows = { kind: 'boundaries', days: ['2026-01-01'], end: null };
const payingBy = { fiscalYearStartsIn: undefined, calendar: windows, closeAfterDays: 60 };

type Listed = { readonly name: string; readonly shape: { readonly days: readonly string[] } };

export const calendar: UseCase = {
  name: 'calendar',
  async stage(scene) {
    const { company, api, admin } = await setUp(scene, payingBy);
    const { Ana = '' } = await staff(api, 'Ana');
    await enrolled(api, [Ana], { name: 'Sellers', period: 'window', components: [COMMISSION] });
    await setQuota(api, Ana, '2026-01-01', '100000');
    for (const said of [BEFORE, AFTER]) await sendUntilTaken(company, scene, messageOf(said));
    await scene.host.idle();
    return {
      async act() {
        const { id } = await admin.post('/v1/calendars', { name: 'Seasons', shape: windows }, 'seasons');
        await admin.post(`/v1/calendars/${String(id)}/boundaries`, { day: '2026-02-01' });
        await admin.post('/v1/calendars/pay/boundaries', { day: '2026-01-10' });
        await scene.rest();
        await admin.put(`/v1/people/${Ana}/quotas/2026-01-10`, { amountMinor: '100000', currency: 'EUR' });
        for (const period of ['2026-01-01', '2026-01-10']) {
          await admin.post('/v1/runs', { period }, `preview ${period}`);
          await scene.rest();
        }
      },
      async look() {
        const calendars = await api.list<Listed>('/v1/calendars');
        const periods = await api.list<Json>('/v1/periods');
        const runs = await api.list<Run>('/v1/runs');
        const found = await Promise.all(runs.map(({ id }) => api.get<Run>(`/v1/runs/${id}`)));
        return {
          calendars: calendars.map(({ name, shape }) => [name, ...shape.days]),
          windows: periods.map(({ id, to, status, version }) => [id, to, status, version]),
          earned: found.map(({ summary, totalMinor }) => [summary.period, totalMinor]).sort(),
        };
      },
      model: {
        calendars: [
          ['Seasons', '2026-01-01', '2026-02-01'],
          ['Pay calendar', '2026-01-01', '2026-01-10'],
        ],
        windows: [
          ['2026-01-01', '2026-01-10', 'open', 2],
          ['2026-01-10', null, 'open', 1],
        ],
        // 10 % of 100 and of 300. Had the second stayed where it was, 40 and 0.
        earned: [
          ['2026-01-01', '1000'],
          ['2026-01-10', '3000'],
        ],
      },
    };
  },
};
