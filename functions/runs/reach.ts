/**
 * Whom a credit reaches: the person whose deal it is, those above them on its day, and those who share a team
 * with them. Credit on top of a deal reaches whoever helped, and nobody else. A manager of two people who
 * split a deal gets each part once: 30,000 + 20,000 = 50,000, the deal's amount.
 *
 * A deal that changed hands reaches its old owner, too, and those above them: holdover says how it is divided.
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import { covers, type Span } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/credit.ts';
import { managersOn, presenceOf } from '../people/org.ts';
import { membersOn, type Team, weightOn } from '../people/team.ts';
import { counted } from '../plans/credit-rate.ts';
import type { Clawback } from '../plans/clawback.ts';
import type { Enrolment } from '../plans/enrolment.ts';
import { paidDays } from '../plans/exit.ts';
import { kept, withoutKept } from '../plans/holdover.ts';
import type { Policies } from '../plans/policies.ts';
import type { Credits } from '../plans/steps.ts';
import { type Inputs, planOf } from './manifest.ts';

export type TeamCredit = {
  readonly credit: Credit;
  readonly shares: readonly bigint[];
  readonly own: number;
  /** By whom it is shared: the same people divide all that is theirs together. */
  readonly group: string;
};

/** The credits that reach a payee, by way of what. */
export type Reaching = {
  readonly direct: Credit[];
  readonly rollUp: Credit[];
  readonly overlay: Credit[];
  /** Of deals that were theirs until they changed hands, or of the people below them. */
  readonly heldOver: Credit[];
  readonly heldOverBelow: Credit[];
  readonly team: TeamCredit[];
};

const fresh = (): Reaching => ({
  direct: [],
  rollUp: [],
  overlay: [],
  heldOver: [],
  heldOverBelow: [],
  team: [],
});
export const nothing: Reaching = fresh();

export function reach(inputs: Inputs, credits: readonly Credit[]): Map<PersonId, Reaching> {
  const { org, period } = inputs;
  const reaching = new Map<PersonId, Reaching>();
  const of = (person: PersonId) => {
    const known = reaching.get(person) ?? fresh();
    reaching.set(person, known);
    return known;
  };
  for (const credit of credits) {
    if (!covers(period, credit.day)) continue;
    if (credit.role === 'overlay') {
      of(credit.person).overlay.push(credit);
      continue;
    }
    of(credit.person).direct.push(credit);
    for (const manager of managersOn(org, credit.person, credit.day)) of(manager).rollUp.push(credit);
    if (credit.from) {
      const { person: owner } = credit.from;
      of(owner).heldOver.push(credit);
      for (const manager of managersOn(org, owner, credit.day)) of(manager).heldOverBelow.push(credit);
    }
    for (const [member, shared] of sharing(inputs, credit)) of(member).team.push(shared);
  }
  return reaching;
}

/** The credits that an enrolment pays, for as long as its plan pays who leaves, and as the plan counts them. */
export function paidBy(inputs: Inputs, enrolment: Enrolment, reaching: Reaching): Reaching {
  const { policies, currency } = planOf(inputs, enrolment);
  const { endsOn } = presenceOf(inputs.org, enrolment.person);
  const days = paidDays(enrolment, policies.exit, endsOn);
  return each(reaching, (credit) =>
    covers(days, credit.day) ? [counted(policies.creditRate, credit, currency)] : [],
  );
}

/**
 * The same, where a plan does not take back by its own curve what earlier periods paid: reversals of theirs then
 * count for attainment at most.
 */
export function takingBack(policy: Clawback | undefined, { from }: Span, credits: Reaching): Reaching {
  if (!policy || policy.kind === 'openPeriodCurve') return credits;
  const counts = policy.kind === 'asPaid' && policy.affectsAttainment;
  const judged = (credit: Credit): Credit[] => {
    if (credit.reversedDay === undefined || credit.reversedDay >= from) return [credit];
    return counts ? [{ ...credit, paysNothing: true } as Credit] : [];
  };
  return each(credits, judged);
}

/** What becomes of each credit, by whichever way it came. */
function each(reaching: Reaching, judged: (credit: Credit) => Credit[]): Reaching {
  return {
    direct: reaching.direct.flatMap(judged),
    rollUp: reaching.rollUp.flatMap(judged),
    overlay: reaching.overlay.flatMap(judged),
    heldOver: reaching.heldOver.flatMap(judged),
    heldOverBelow: reaching.heldOverBelow.flatMap(judged),
    team: reaching.team.flatMap(({ credit, ...of }) => judged(credit).map((one) => ({ credit: one, ...of }))),
  };
}

/** As a plan divides deals that changed hands before they were won, for sellers and for those above them. */
export function credited({ holdover }: Policies, reaching: Reaching): Credits {
  const { heldOver, heldOverBelow, direct, rollUp, ...others } = reaching;
  if (!holdover) return { ...others, direct, rollUp };
  return {
    ...others,
    direct: [...withoutKept(holdover, direct), ...kept(holdover, heldOver)],
    rollUp: [...withoutKept(holdover, rollUp), ...kept(holdover, heldOverBelow)],
  };
}

/** The members of the teams of whose deal it is, on its day, each with the shares of that day. */
function sharing({ teams }: Inputs, credit: Credit): [PersonId, TeamCredit][] {
  return Object.values(teams).flatMap((team: Team) => {
    const members = membersOn(team, credit.day);
    if (!members.includes(credit.person)) return [];
    const shares = members.map((member) => weightOn(team, member, credit.day));
    const group = members.join(' ');
    return members.map((member, own): [PersonId, TeamCredit] => [member, { credit, shares, own, group }]);
  });
}
