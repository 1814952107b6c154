/** The reopenings of a golden case: what is said otherwise of a period that was paid, and what that changes. */
import type { PeriodId, PersonId } from '../../../shared/kernel/ids.ts';
import type { Credit } from '../../deals/crediting.ts';
import { branchOf } from '../branch.ts';
import type { Inputs } from '../manifest.ts';
import type { TrueUp } from '../posted.ts';
import { movedIn, postedBy, reopenedOf, type Stood } from '../reopened.ts';
import { Reason } from '../reopening.ts';
import type { Pinned } from '../true-up.ts';
import type { GoldenCase, ReopeningSaid } from './case.ts';
import { inputsOf, saidEnrolments } from './company.ts';
import { personIdOf } from './said.ts';

/** Periods as they stand by now, and what is posted of those that are reopened. */
export type ReopenedCase = {
  readonly paid: readonly Pinned[];
  readonly trueUps: readonly TrueUp[];
  readonly moved: ReadonlySet<PersonId>;
};

/** One after the other, each on top of those before it. */
export function reopenedFor(
  golden: GoldenCase,
  paid: readonly Pinned[],
  opened: Inputs,
  credits: readonly Credit[] = [],
): ReopenedCase {
  const nothing: ReopenedCase = { paid, trueUps: [], moved: new Set() };
  return golden.reopenings
    .filter((one) => one.in === opened.period.id)
    .reduce((found, said) => {
      const now = inputsOf(saidWith(golden, said))(said.period);
      const stood = found.paid.map((before): Stood => {
        return { before, now: before.period.id === said.period ? branchOf(before, now) : before };
      });
      const moved = movedIn(stood);
      const own = stood.filter(({ before }) => before.period.kind === opened.period.kind);
      const posted = postedBy(reasonFor(said), reopenedOf(opened, own, credits, moved));
      return {
        paid: stood.map((one) => one.now),
        trueUps: [...found.trueUps, ...posted],
        moved: new Set([...found.moved, ...moved]),
      };
    }, nothing);
}

/** The case as it is by the time that a period is paid. */
export function saidUpTo(golden: GoldenCase, period: PeriodId): GoldenCase {
  const until = golden.pay.indexOf(period);
  const said = golden.reopenings.filter((one) => golden.pay.indexOf(one.in) <= until);
  return said.length === 0 ? golden : said.reduce(withSaid, golden);
}

/** The same with all that was said up to a reopening. */
function saidWith(golden: GoldenCase, last: ReopeningSaid): GoldenCase {
  return golden.reopenings.slice(0, golden.reopenings.indexOf(last) + 1).reduce(withSaid, golden);
}

function withSaid(golden: GoldenCase, { period, quotas, results, enrolments }: ReopeningSaid): GoldenCase {
  const ofIt = <S extends { period?: PeriodId | undefined }>(said: S) => ({ ...said, period });
  return {
    ...golden,
    quotas: [...golden.quotas, ...quotas.map(ofIt)],
    results: [...golden.results, ...results.map(ofIt)],
    enrolments: [...saidEnrolments(golden), ...enrolments],
  };
}

function reasonFor(said: ReopeningSaid): Reason {
  const id = `reo_${said.in}_${'0'.repeat(26)}`;
  const [askedBy, approvedBy] = [personIdOf('who asks'), personIdOf('who approves')];
  return Reason.parse({ id, reason: 'as the case says', askedBy, approvedBy });
}
