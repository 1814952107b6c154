/** Fault 24: schedules that come twice, late or not at all, and days that are not like others. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { Day, startOfDay, TimeZone } from '../../shared/kernel/time.ts';
import type { Run } from '../kit/paying.ts';
import { dealMessage, hire, moveTo, onboard, platformFrom } from '../kit/platform.ts';
import { tick } from './scene.ts';

/** The year has a 29 February, and Berlin changes its clocks on 26 March and 29 October. */
const platform = platformFrom('2028-02-20T08:00:00Z');
const host = () => platform.current.host;

type Company = Awaited<ReturnType<typeof onboard>>;

async function monthsOf(company: Company): Promise<Record<string, unknown>> {
  const api = await company.api();
  const periods = await api.list<Json>('/v1/periods');
  return Object.fromEntries(periods.map(({ id, status }) => [String(id), status]));
}

let berlin: Company;
let chile: Company;

/** Both join in February; what was over before has thirty days more, so it closes as 21 March begins. */
beforeAll(async () => {
  const join = (name: string, timeZone: string) =>
    onboard(platform.current, { name, timeZone, closeAfterDays: 0 });
  berlin = await join('Berlin', 'Europe/Berlin');
  chile = await join('Chile', 'America/Santiago');
});

describe('fault 24 a schedule', () => {
  it('fault 24 closes February at the end of its 29th day where the company is, and not before', async () => {
    const api = await berlin.api();
    await hire(api, 'Ana');
    const won = { amount: '100', currency: 'EUR', status: 'won', ownerRef: 'u-ana' };
    await berlin.deliver(dealMessage('d1', 'deal.won', '2028-02-29T22:59:59.999Z', won));
    await host().idle();
    const february = { from: '2028-02-01', to: '2028-03-01', endsAt: '2028-02-29T23:00:00.000Z' };
    expect(await api.get<Json>('/v1/periods/2028-m02')).toMatchObject(february);
    await moveTo(platform.current, '2028-03-01T09:00:00Z');
    const { id } = await (await berlin.api()).post<Run>('/v1/runs', { period: '2028-m02' }, { key: 'leap' });
    await host().idle();
    expect(await (await berlin.api()).get<Run>(`/v1/runs/${id}`)).toMatchObject({ status: 'calculated' });
    // January is held open for those who join late, and February waits for it.
    expect(await monthsOf(berlin)).toMatchObject({ '2028-m01': 'open', '2028-m02': 'open' });
    await moveTo(platform.current, '2028-03-20T22:59:00Z');
    expect(await monthsOf(berlin)).toMatchObject({ '2028-m01': 'open' });
    await moveTo(platform.current, '2028-03-20T23:00:01Z');
    expect(await monthsOf(berlin)).toMatchObject({ '2028-m01': 'calculating', '2028-m02': 'calculating' });
    await moveTo(platform.current, '2028-03-20T23:15:01Z');
    expect(await monthsOf(berlin)).toMatchObject({ '2028-m02': 'locked', '2028-m03': 'open' });
  });

  it('fault 24 that comes twice, at once or again, closes and pays once', async () => {
    await moveTo(platform.current, '2028-03-31T21:59:00Z');
    const at = '2028-03-31T22:00:00.000Z';
    const again = () => tick(platform.current, 'periods/cron-close-periods', at);
    await Promise.all([again(), again(), again()]);
    const due = JSON.stringify({ id: 'msg_again', type: 'close.due', tenant: berlin.tenant, at, data: {} });
    for (let n = 0; n < 4; n += 1) host().aws.queue('attain-pool-periods-on-close-due').send(due);
    await host().idle();
    const run = () => tick(platform.current, 'runs/cron-run-commissions', at);
    await Promise.all([run(), run()]);
    await host().idle();
    const api = await berlin.api();
    // Open is version 1, being closed 2, locked 3: each once.
    for (const id of ['2028-m03', '2028-q1']) {
      expect(await api.get<Json>(`/v1/periods/${id}`)).toMatchObject({ status: 'locked', version: 3 });
    }
    const finals = (await api.list<Run>('/v1/runs')).filter(({ summary }) => summary.kind === 'final');
    const paid = finals.map(({ summary }) => summary.period).sort();
    expect(paid).toEqual(['2028-m01', '2028-m02', '2028-m03', '2028-q1']);
  });

  it('fault 24 that is six hours late, or did not come for days, is caught up', async () => {
    // April ends on the 30th at 22:00Z in summer time; nobody ticks until six hours after that.
    await moveTo(platform.current, '2028-05-01T04:00:00Z');
    expect(await monthsOf(berlin)).toMatchObject({ '2028-m04': 'calculating' });
    // Nobody ticks in May: on 6 June it is closed, and April is paid.
    await moveTo(platform.current, '2028-06-06T04:00:00Z');
    await moveTo(platform.current, '2028-06-06T04:15:00Z');
    expect(await monthsOf(berlin)).toMatchObject({
      '2028-m04': 'locked',
      '2028-m05': 'locked',
      '2028-m06': 'open',
    });
  });

  it('fault 24 goes by the day where the company is, in summer and in winter', async () => {
    // The run of a month that waited for its turn begins as soon as the one before it is published.
    const closed = expect.stringMatching(/^(calculating|locked)$/);
    await moveTo(platform.current, '2028-08-31T22:00:01Z');
    expect([await monthsOf(berlin), await monthsOf(chile)]).toMatchObject([
      { '2028-m08': closed },
      { '2028-m08': 'open' },
    ]);
    // Winter in Chile: its August is over four hours after midnight in UTC.
    await moveTo(platform.current, '2028-09-01T04:00:01Z');
    expect(await monthsOf(chile)).toMatchObject({ '2028-m08': closed, '2028-m09': 'open' });
    // Clocks change on 29 October in Berlin: its October ends at 23:00Z, as September did at 22:00Z.
    await moveTo(platform.current, '2028-10-31T22:59:00Z');
    expect(await monthsOf(berlin)).toMatchObject({ '2028-m09': closed, '2028-m10': 'open' });
    await moveTo(platform.current, '2028-10-31T23:00:01Z');
    expect(await monthsOf(berlin)).toMatchObject({ '2028-m09': 'locked', '2028-m10': closed });
  });

  it('fault 24 begins a day at the first moment there is where clocks are set forward at midnight', () => {
    // On 3 September 2028 Chile goes from 23:59:59 (UTC−4) to 01:00 (UTC−3): 04:00Z.
    expect(startOfDay(Day.parse('2028-09-03'), TimeZone.parse('America/Santiago'))).toBe(
      '2028-09-03T04:00:00.000Z',
    );
  });
});
