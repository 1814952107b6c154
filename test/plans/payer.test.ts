/** Payment terms of two plans never pay one person on one day. */
import { expect, it } from 'vitest';
import { EnrolmentDraft, enrol } from '../../functions/plans/enrolment.ts';
import { refuseSecondPayer } from '../../functions/plans/payer.ts';
import { PaymentTerms } from '../../functions/plans/payment.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { ada, ben } from '../people/kit.ts';

const payment = PaymentTerms.parse({ minimumMinor: '100' });
const [drawn, other, plain] = ['drawn', 'other', 'plain'].map((name) => ({
  plan: derivedId('pln', name) as never,
  version: 1,
  name,
  ...(name !== 'plain' && { payment }),
})) as [never, never, never];
const plans = [drawn, other, plain];

const enrolled = (person: string, { plan }: { plan: string }, from: string, to: string | null) =>
  enrol(EnrolmentDraft.parse({ person, plan, version: 1, from, to }), []);
const standing = [enrolled(ada, drawn, '2026-01-01', '2026-06-01')];

it.each([
  ['on the same day', enrolled(ada, other, '2026-05-31', null), false],
  ['from the day on which the first one ends', enrolled(ada, other, '2026-06-01', null), true],
  ['in a plan without terms', enrolled(ada, plain, '2026-01-01', null), true],
  ['of another person', enrolled(ben, other, '2026-01-01', null), true],
  ['in the same plan, which is judged elsewhere', enrolled(ada, drawn, '2026-01-01', null), true],
])('a second one %s', (_, wanted, taken) => {
  const attempt = () => refuseSecondPayer(wanted, standing, plans);
  if (taken) expect(attempt).not.toThrow();
  else expect(attempt).toThrow("'drawn' pays this person by payment terms on some of these days");
});
