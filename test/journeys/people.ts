/** People as their callers meet them: hierarchies, teams, who comes and goes. On the platform of the plans. */
import { expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { enrolled, runOf, setQuota, statementOf } from '../kit/paying.ts';
import { dealMessage, hire, reportTo } from '../kit/platform.ts';
import type { Ground } from './ground.ts';

const JANUARY = '2026-m01';
const OVERRIDE = { id: 'override', name: 'Override', goal: 'Team', kind: 'flat-rate', rate: '0.01' };

export function peopleJourney(ground: Ground): void {
  it('A118 keeps several hierarchies, each with lines of its own, and teams', async () => {
    const [pia, quy, rae] = [
      await hire(ground.api, 'Pia'),
      await hire(ground.api, 'Quy'),
      await hire(ground.api, 'Rae'),
    ];
    const assign = (who: string, manager: string, hierarchy: string, from: string, ifMatch?: string) =>
      ground.api.put(`/v1/people/${who}/manager`, { manager, hierarchy, from }, { ifMatch });
    await assign(rae, pia, 'main', '2026-01-01');
    await assign(rae, quy, 'sales', '2026-01-01');
    // In the one Rae is below Quy and in the other Quy below Rae: no circle, since they are two.
    await assign(quy, rae, 'main', '2026-01-01');
    expect(await refusalOf(assign(quy, rae, 'sales', '2026-01-01'))).toEqual([422, 'line.cycle', '/manager']);
    const path = `/v1/people/${rae}/line?hierarchy=sales`;
    expect(await refusalOf(assign(rae, pia, 'sales', '2026-03-15'))).toEqual([428, 'precondition.missing']);
    await assign(rae, pia, 'sales', '2026-03-15', await ground.api.tagOf(path));
    expect(await ground.api.get(path)).toEqual({
      person: rae,
      hierarchy: 'sales',
      lines: [
        { manager: quy, from: '2026-01-01', to: '2026-03-15' },
        { manager: pia, from: '2026-03-15', to: null },
      ],
    });
    expect(await ground.api.get(`/v1/people/${rae}/line`)).toMatchObject({
      hierarchy: 'main',
      lines: [{ to: null }],
    });
    expect(await ground.api.list('/v1/hierarchies?limit=1')).toEqual([
      { name: 'main', pays: true },
      { name: 'sales', pays: false },
    ]);
    const member = `/v1/teams/north/members/${rae}`;
    await ground.api.put(member, { from: '2026-01-01' });
    const ifMatch = await ground.api.tagOf(member);
    await ground.api.put(member, { from: '2026-04-01', isIn: false }, { ifMatch });
    const stay = { from: '2026-01-01', to: '2026-04-01' };
    const on = async (day: string) => (await ground.api.get(`/v1/teams/north?on=${day}`))['members'];
    expect(await on('2026-03-31')).toEqual([{ person: rae, name: 'Rae', ...stay }]);
    expect(await on('2026-04-01')).toEqual([]);
    expect(await refusalOf(ground.api.get('/v1/teams/nowhere'))).toEqual([404, 'not-found']);
  });

  it('A118 lets people come and go, and seats wait for them', async () => {
    const lea = await hire(ground.api, 'Lea');
    const path = `/v1/people/${lea}`;
    const early = ground.api.patch(path, { startsOn: '2026-02-01', endsOn: '2026-02-01' }, { ifMatch: 1 });
    expect(await refusalOf(early)).toEqual([422, 'person.no-day', '/endsOn']);
    const left = { title: 'Account Manager', endsOn: '2026-02-01' };
    expect(await ground.api.patch(path, left, { ifMatch: 1 })).toMatchObject({ ...left, version: 2 });
    const back = await ground.api.patch(path, { endsOn: null }, { ifMatch: 2 });
    expect(back).not.toHaveProperty('endsOn');

    const seat = await ground.api.post<{ id: string }>('/v1/people', { name: 'Seat 1', vacant: true });
    const again = ground.api.post('/v1/people', { name: 'Seat 1', vacant: true });
    expect(await refusalOf(again)).toEqual([409, 'person.exists', '/name']);
    const listed = (await ground.api.list('/v1/people')).filter(({ vacant }) => vacant);
    expect(listed).toEqual([{ id: seat.id, name: 'Seat 1', version: 1, vacant: true }]);
    await setQuota(ground.api, seat.id, '2026-q1', '10000000');
    const fill = (more: Json) =>
      ground.api.patch(`/v1/people/${seat.id}`, { name: 'Sam', ...more }, { ifMatch: 1 });
    expect(await refusalOf(fill({ email: 'lea@acme.example' }))).toEqual([409, 'person.exists', '/email']);
    const sam = await fill({ email: 'sam@acme.example' });
    // Nobody said from when on: from today, which is the day that the platform's clock shows.
    const today = ground.platform.current.host.clock.now().toISOString().slice(0, 10);
    expect(sam).toMatchObject({ id: seat.id, name: 'Sam', email: 'sam@acme.example', startsOn: today });
    expect(sam).not.toHaveProperty('vacant');
    const twice = ground.api.post('/v1/people', { name: 'Sam', email: 'sam@acme.example' });
    expect(await refusalOf(twice)).toEqual([409, 'person.exists', '/email']);
    const nobody = ground.api.post('/v1/people', { name: 'Nobody' });
    expect(await refusalOf(nobody)).toEqual([422, 'input.invalid', '/email']);
  });

  it('A118 rolls up past a manager who has left, and a move that is said late changes its own days', async () => {
    const [top, mid, other] = [
      await hire(ground.api, 'Top'),
      await hire(ground.api, 'Mid'),
      await hire(ground.api, 'Other'),
    ];
    const rep = await hire(ground.api, 'Rep', { person: mid, from: '2025-12-01' });
    await reportTo(ground.api, mid, { person: top, from: '2025-12-01' });
    const measures = [{ id: 'bookings', credits: 'rollUp' }];
    const managers = { name: 'Managers', period: 'month' as const, measures, components: [OVERRIDE] };
    await enrolled(ground.api, [top, mid, other], managers);
    for (const [day, amount] of [
      ['02', '50000'],
      ['04', '80000'],
    ]) {
      const won = { amount, currency: 'EUR', status: 'won', ownerRef: 'u-rep' };
      await ground.company.deliver(
        dealMessage(`deal-${day}`, 'deal.won', `2026-01-${day}T09:00:00.000Z`, won),
      );
    }
    await ground.platform.current.host.idle();
    const preview = async (key: string) => {
      const { id } = await runOf(ground.platform.current, ground.api, JANUARY, key);
      const statements = [top, mid, other].map((person) => statementOf(ground.api, person, JANUARY, id));
      return (await Promise.all(statements)).map(({ totalMinor }) => totalMinor);
    };
    // 1 % of 50,000 and of 80,000 for each of the two above.
    expect(await preview('before')).toEqual(['130000', '130000', '0']);
    await ground.api.patch(`/v1/people/${mid}`, { endsOn: '2026-01-03' }, { ifMatch: 1 });
    // Mid keeps the 500.00 of 2 January; Top gets both all the same. Wrong: 500.00 for Top, the chain cut at Mid.
    expect(await preview('left')).toEqual(['130000', '50000', '0']);
    await reportTo(ground.api, rep, { person: other, from: '2026-01-03' });
    // Other has nobody above: the 800.00 of 4 January are theirs alone. Those of 2 January stay where they were.
    expect(await preview('moved')).toEqual(['50000', '50000', '80000']);
  });
}
