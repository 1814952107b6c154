/** Which credits reach a payee: what was sold, by themselves and by those below, each part once. */
import { expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { type Credit, isOfTheSale } from '../../functions/deals/credit.ts';
import { calculatorOf } from '../../functions/runs/calculate.ts';
import { estimate } from '../../functions/runs/estimate.ts';
import { ENGINE, Manifest } from '../../functions/runs/manifest.ts';
import { reach } from '../../functions/runs/reach.ts';
import { withPerson } from '../../functions/people/org.ts';
import { assignManager } from '../../functions/people/reporting.ts';
import { enrol, EnrolmentDraft } from '../../functions/plans/enrolment.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { ANA, BEN, BERLIN, CEM, DEAL, person, say, type Saying } from '../deals/saying.ts';
import { day } from '../people/kit.ts';
import { nobody } from '../people/roll-ups.ts';

const MIA = person('mia');
const hired = [ANA, BEN, CEM, MIA].reduce((org, id) => withPerson(org, id, id, []), nobody);
/** All three report to Mia. */
const org = [ANA, BEN, CEM].reduce((all, id) => assignManager(all, id, MIA, day('2026-01-01')), hired);
const plan = derivedId('pln', 'sellers');
const enrolments = [ANA, BEN, CEM, MIA].map((who) =>
  enrol(EnrolmentDraft.parse({ person: who, plan, version: 1, from: '2026-01-01', to: null }), []),
);
const components = [{ id: 'c', name: 'Commission', kind: 'flat-rate', rate: '0.1' }];
const inputsBy = (measure: object) =>
  Manifest.parse({
    run: derivedId('run', 'one'),
    engine: ENGINE,
    shards: 1,
    teams: {},
    results: [],
    payees: [ANA, BEN, CEM, MIA],
    currency: 'EUR',
    period: {
      id: '2026-q1',
      kind: 'quarter',
      from: '2026-01-01',
      to: '2026-04-01',
      endsAt: null,
      closesAt: null,
      status: 'open',
      version: 1,
    },
    months: [],
    credits: [],
    org,
    quotas: [],
    enrolments,
    plans: [
      {
        plan,
        version: 1,
        name: 'Sellers',
        currency: 'EUR',
        period: 'quarter',
        measures: [{ id: 'bookings', ...measure }],
        components,
      },
    ],
  });
const inputs = inputsBy({ credits: 'both' });

const SIXTY_FORTY: Saying['splits'] = [
  [ANA, '0.6'],
  [BEN, '0.4'],
];
/** 50,000, of which all is invoiced and 20,000 collected, with Cem on top at 100 %. */
const won = say({
  at: '2026-03-10',
  status: 'won',
  amount: '5000000',
  splits: SIXTY_FORTY,
  overlays: [[CEM, '1']],
  invoiced: '5000000',
  collected: '2000000',
});
const credits = creditsOf(DEAL, [won], BERLIN);
const sum = (some: readonly Credit[] = []) =>
  some.filter(isOfTheSale).reduce((total, { amountMinor }) => total + amountMinor, 0n);

it('A05 a deal of 50,000 shared 60 and 40 below one manager rolls up as 50,000, and not as 100,000', () => {
  const reaching = reach(inputs, credits);
  // 30,000 + 20,000; with what is on top of it 100,000, with what was invoiced 150,000.
  expect(sum(reaching.get(MIA)?.rollUp)).toBe(5_000_000n);
  expect(sum(reaching.get(ANA)?.direct)).toBe(3_000_000n);
  expect(sum(reaching.get(BEN)?.direct)).toBe(2_000_000n);
});

const PAYEES = [ANA, BEN, CEM, MIA];
const paidBy = (measure: object) => {
  const paid = calculatorOf(inputsBy(measure), credits);
  return PAYEES.map((who) => paid(who).totalMinor);
};

it('pays what was sold by its parts, what is on top of it, and what was collected, as the measure says', () => {
  // 10 % of 30,000, of 20,000, of nothing and of 50,000.
  expect(paidBy({ credits: 'both' })).toEqual([300_000n, 200_000n, 0n, 500_000n]);
  // Cem has 100 % on top: 10 % of 50,000. Wrong: Mia again, from an overlay that rolls up.
  expect(paidBy({ credits: 'overlay' })).toEqual([0n, 0n, 500_000n, 0n]);
  // 20,000 were collected: 10 % of 12,000 and of 8,000. Wrong: 10 % of all that was booked.
  expect(paidBy({ clock: 'cash' })).toEqual([120_000n, 80_000n, 0n, 0n]);
});

it('estimates what one more deal would earn', () => {
  const asked = { person: CEM, amountMinor: 1_000_000n, day: day('2026-03-20') };
  expect(estimate(inputs, credits, asked)).toMatchObject({ earnedSoFarMinor: 0n, wouldEarnMinor: 100_000n });
});
