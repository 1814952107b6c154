/** Plans and enrolments that do not say one clear thing: each is refused by code, at its place. */
import { expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { hire } from '../kit/platform.ts';
import type { Ground } from './ground.ts';

const flat = { id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1' };
const bands = (...edges: [string, string | null][]) => ({
  id: 'table',
  name: 'Table',
  kind: 'rate-table',
  mode: 'marginal',
  bands: edges.map(([from, to]) => ({ from, to, rate: '0.1' })),
});
const formula = (text: string) => ({
  id: 'formula',
  name: 'Formula',
  kind: 'formula',
  formula: text,
  inputs: { sales: { total: 'bookings' }, points: { result: 'nps' } },
});
const gated = (by: object) => ({ ...flat, gate: { open: [{ by, atLeast: '1' }] } });
const C = '/components/0';

/** A plan of one component, or of what is said instead. */
const BAD: readonly (readonly [string, Json, string, string])[] = [
  ['bands with a gap', bands(['0', '1'], ['1.2', null]), 'band.gap', `${C}/bands/1`],
  ['bands that overlap', bands(['0', '1.2'], ['1', null]), 'band.overlap', `${C}/bands/1`],
  ['bands that begin above zero', bands(['0.5', null]), 'band.start', `${C}/bands/0`],
  ['bands that end', bands(['0', '1'], ['1', '2']), 'band.end', `${C}/bands/1`],
  ['a band without width', bands(['0', '0'], ['0', null]), 'band.empty', `${C}/bands/0`],
  ['a rate that is not a number', { ...flat, rate: 'NaN' }, 'input.invalid', `${C}/rate`],
  ['a rate beyond all numbers', { ...flat, rate: '1e400' }, 'input.invalid', `${C}/rate`],
  ['a rate as a float', { ...flat, rate: 0.1 }, 'input.invalid', `${C}/rate`],
  ['a rate below zero', { ...flat, rate: '-0.1' }, 'input.invalid', `${C}/rate`],
  [
    'a cap below the floor',
    { ...flat, capMinor: '100', floorMinor: '200' },
    'cap.below-floor',
    `${C}/capMinor`,
  ],
  ['a measure that is not there', { ...flat, measure: 'demos' }, 'measure.unknown', `${C}/measure`],
  ['a gate by a measure that is not there', gated({ attainment: 'demos' }), 'measure.unknown', C],
  ['a formula of money and a number', formula('sales + points'), 'formula.mixed-kinds', `${C}/formula`],
  ['a formula that is cut off', formula('sales * ('), 'formula.unreadable', `${C}/formula`],
  ['a formula of what is not there', formula('sales * rate'), 'formula.unknown-name', `${C}/formula`],
  [
    'a formula that would go on and on',
    formula('[1, 2].map(x, x * 2)'),
    'formula.unreadable',
    `${C}/formula`,
  ],
  ['a kind that nobody knows', { ...flat, kind: 'lottery' }, 'input.invalid', `${C}/kind`],
];

const policies = (said: Json): Json => ({ policies: said });
const payment = (said: Json): Json => ({ payment: said });
const asPaid = (more: Json) => policies({ clawback: { kind: 'asPaid', ...more } });
const advance = (more: Json) => payment({ draw: { kind: 'advance', ...more } });
const CLAWBACK = '/policies/clawback';
const KINDS = "must be one of 'openPeriodCurve', 'asPaid', 'recompute'";
const NUMBER = 'is missing: it must be a number';
const TEXT = 'is missing: it must be text';
const AMOUNT = 'It says how much it is: amountMinor, or amount as a term of the enrolment, and not both.';

/** Policies that leave out what they cannot do without, where that is, and what is said of it. */
const INCOMPLETE: readonly (readonly [string, Json, string, string])[] = [
  ['a clawback of no kind', policies({ clawback: { share: '0.5' } }), `${CLAWBACK}/kind`, KINDS],
  ['a clawback by no months', asPaid({ proRata: {} }), `${CLAWBACK}/proRata/months`, NUMBER],
  ['a clawback within no months', asPaid({ within: {} }), `${CLAWBACK}/within/months`, NUMBER],
  ['a clawback of nothing', asPaid({ share: '0' }), `${CLAWBACK}/share`, 'must be above zero'],
  [
    'rates of the plan that are not said',
    policies({ payRate: { rates: {} } }),
    '/policies/payRate/rates',
    'must say a rate',
  ],
  [
    'rates by a way that is none',
    policies({ payRate: 'plan' }),
    '/policies/payRate',
    "must be one of 'periodEnd', 'monthAverage', or an object",
  ],
  [
    'a windfall without a limit',
    policies({ windfall: {} }),
    '/policies/windfall/limitMinor',
    `${TEXT}, or a number`,
  ],
  ['a holdover of no days', policies({ holdover: [] }), '/policies/holdover', 'must have 1 or more entries'],
  [
    'a cap of nothing',
    policies({ caps: [{ amountMinor: '1' }] }),
    '/policies/caps/0/scope',
    "must be one of 'line', 'deal', 'component', 'plan'",
  ],
  ['an exit that says nothing', policies({ exit: {} }), '/policies/exit/dealsWithinDays', NUMBER],
  ['a draw of no kind', payment({ draw: {} }), '/payment/draw/kind', "must be one of 'advance', 'topUp'"],
  ['a draw of no amount', advance({}), '/payment/draw/amountMinor', AMOUNT],
  [
    'a draw that is paid back by no share',
    advance({ amountMinor: '1', recoverFrom: {} }),
    '/payment/draw/recoverFrom/share',
    TEXT,
  ],
  ['a guarantee of no amount', payment({ guarantee: {} }), '/payment/guarantee/amountMinor', AMOUNT],
  [
    'a guarantee for no time',
    payment({ guarantee: { amountMinor: '1', during: { from: '2026-01-01' } } }),
    '/payment/guarantee/during/to',
    TEXT,
  ],
  ['a holdback of no share', payment({ holdback: {} }), '/payment/holdback/share', TEXT],
  [
    'a holdback for no days',
    payment({ holdback: { share: '0.1', until: {} } }),
    '/payment/holdback/until/days',
    NUMBER,
  ],
  [
    'a release of a half',
    payment({ release: [{ on: 'cash', share: '0.5' }] }),
    '/payment/release',
    'The shares of a release come to one.',
  ],
  [
    'what is overpaid, taken back by no share',
    payment({ negativePay: {} }),
    '/payment/negativePay/recoverWithin',
    TEXT,
  ],
];

const plan = (name: string, ...components: Json[]) => ({
  name,
  currency: 'EUR',
  period: 'quarter',
  components,
});

export function badPlansJourney(ground: Ground): void {
  it.each(BAD)('%s', async (what, component, code, pointer) => {
    const asked = ground.api.post('/v1/plans', plan(what, component), { key: `bad ${what}` });
    expect(await refusalOf(asked)).toEqual([422, code, pointer]);
  });

  it.each([
    ['two components of one name', { components: [flat, flat] }, 'component.same-id', '/components/1/id'],
    [
      'two measures of one name',
      { measures: [{ id: 'bookings' }, { id: 'bookings' }] },
      'measure.same-id',
      '/measures/1/id',
    ],
    [
      'a policy that nobody knows',
      { policies: { planChange: 'guess' } },
      'input.invalid',
      '/policies/planChange',
    ],
    ['no component at all', { components: [] }, 'input.invalid', '/components'],
  ])('%s', async (what, more, code, pointer) => {
    const asked = ground.api.post('/v1/plans', { ...plan(what, flat), ...more }, { key: `bad ${what}` });
    expect(await refusalOf(asked)).toEqual([422, code, pointer]);
  });

  it.each(INCOMPLETE)('%s', async (what, more, pointer, sentence) => {
    const asked = ground.api.post('/v1/plans', { ...plan(what, flat), ...more }, { key: `bad ${what}` });
    const refused = await asked.catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 422, faults: [{ pointer, message: sentence }] });
  });

  it('everything that is wrong is said at once', async () => {
    const asked = ground.api.post(
      '/v1/plans',
      plan('All', bands(['0', '1'], ['1.2', null]), { ...flat, measure: 'demos' }),
      { key: 'all' },
    );
    expect(await refusalOf(asked)).toEqual([422, 'band.gap', `${C}/bands/1`, '/components/1/measure']);
  });

  it('nobody is in one plan twice on one day', async () => {
    const person = await hire(ground.api, 'Twice');
    const { plan: id } = await ground.api.post<{ plan: string }>('/v1/plans', plan('Twice', flat), {
      key: 'twice',
    });
    const enrol = (from: string, to: string | null) =>
      ground.api.post('/v1/enrolments', { person, plan: id, version: 1, from, to }, { key: `twice ${from}` });
    await enrol('2026-01-01', '2026-02-02');
    expect(await refusalOf(enrol('2026-02-01', null))).toEqual([422, 'enrolment.overlap', '/from']);
    await enrol('2026-02-02', null);
  });

  it('two managers whose quotas are the sum of each other are refused', async () => {
    const [up, down] = [await hire(ground.api, 'Up'), await hire(ground.api, 'Down')];
    await ground.api.put(`/v1/people/${down}/manager`, { manager: up, from: '2026-01-01', to: '2026-02-01' });
    await ground.api.put(`/v1/people/${up}/manager`, { manager: down, from: '2026-02-01' });
    const sum = { currency: 'EUR', team: { of: 'sumOfReportsByDays' } };
    await ground.api.put(`/v1/people/${up}/quotas/2026-q1`, sum);
    const asked = ground.api.put(`/v1/people/${down}/quotas/2026-q1`, sum);
    expect((await refusalOf(asked)).slice(0, 2)).toEqual([422, 'quota.circular']);
  });
}
