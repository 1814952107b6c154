/** Which credits reach a payee: what was sold, by themselves and by those below, each part once. */
import { expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { calculatePayee, reach } from '../../functions/runs/calculate.ts';
import { estimate } from '../../functions/runs/estimate.ts';
import { Manifest } from '../../functions/runs/manifest.ts';
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
const components = [{ id: 'c', name: 'Commission', kind: 'flat-rate', rate: '0.1', credits: 'both' }];
const inputs = Manifest.parse({
  run: derivedId('run', 'one'),
  engine: 'rules-1',
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
  plans: [{ plan, version: 1, name: 'Sellers', currency: 'EUR', period: 'quarter', components }],
});

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
const sum = (some: readonly { amountMinor: bigint }[] = []) =>
  some.reduce((total, { amountMinor }) => total + amountMinor, 0n);

it('A05 a deal of 50,000 shared 60 and 40 below one manager rolls up as 50,000, and not as 100,000', () => {
  const reaching = reach(inputs, credits);
  // 30,000 + 20,000; with what is on top of it 100,000, with what was invoiced 150,000.
  expect(sum(reaching.get(MIA)?.rollUp)).toBe(5_000_000n);
  expect(sum(reaching.get(ANA)?.direct)).toBe(3_000_000n);
  expect(sum(reaching.get(BEN)?.direct)).toBe(2_000_000n);
});

it('pays and estimates what was sold by its parts, until a plan asks for what is on top or collected', () => {
  const paid = (who: typeof ANA) => calculatePayee(inputs, who, reach(inputs, credits).get(who)).totalMinor;
  // 10 % of 30,000, of 20,000, of nothing and of 50,000.
  expect([ANA, BEN, CEM, MIA].map(paid)).toEqual([300_000n, 200_000n, 0n, 500_000n]);
  const asked = { person: CEM, amountMinor: 1_000_000n, day: day('2026-03-20') };
  expect(estimate(inputs, credits, asked)).toMatchObject({ earnedSoFarMinor: 0n, wouldEarnMinor: 100_000n });
});
