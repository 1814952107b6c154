/** Stops at calendars: one to report by, and one that pays by windows, of which the last is split. */
import { COMMISSION, enrolled, type Run } from '../../kit/paying.ts';
import { hire } from '../../kit/platform.ts';
import { connect, send, won } from './crm.ts';
import { newcomer, show, type Stop, twoPages } from './guide.ts';

const windows = { kind: 'boundaries', days: ['2026-02-01'], end: null };

const reports: Stop = {
  name: 'calendars to report by',
  async visit({ api, n }) {
    const asked = { name: `Seasons ${n}`, shape: windows };
    const { id } = await api.post<{ id: string }>('/v1/calendars', asked, { key: `calendar ${n}` });
    const again = await api.post<{ id: string }>('/v1/calendars', asked, { key: `calendar ${n}` });
    show('it is made once', again.id === id);
    await api.post(`/v1/calendars/${id}/boundaries`, { day: '2026-03-01' });
    show('it has two windows', (await twoPages(api, `/v1/calendars/${id}/periods`)).length === 2);
    show('it is beside the one that pays', (await twoPages(api, '/v1/calendars')).length === 2);
    show('its name is known', (await api.get(`/v1/calendars/${id}`))['name'] === `Seasons ${n}`);
  },
};

const split: Stop = {
  name: 'a window is split',
  async visit(guide) {
    const paying = { fiscalYearStartsIn: undefined, calendar: windows, closeAfterDays: 60 };
    const { api } = await newcomer(guide, paying);
    const person = await hire(api, 'Ana');
    const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: COMMISSION.goal };
    await enrolled(api, [person], { name: 'Sellers', period: 'window', components: [flat] });
    await send(guide, await connect(api, 'CRM'), won('d1', '2026-03-01'));
    await api.post('/v1/calendars/pay/boundaries', { day: '2026-02-20' });
    await guide.platform.host.idle();
    const { id } = await api.post<Run>('/v1/runs', { period: '2026-02-20' }, { key: 'preview' });
    await guide.platform.host.idle();
    show('the deal is paid in the next', (await api.get<Run>(`/v1/runs/${id}`)).totalMinor === '500000');
  },
};

export const byCalendars: readonly Stop[] = [reports, split];
