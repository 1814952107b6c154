/**
 * What a reopening changes: what its period pays by its branch, less what it paid; and so of each later period that
 * measures of it go on into. By what is known of deals already: what is heard of later is posted beside it.
 *
 *   2026-q1 with a quota of 200,000, of 205,000      20,000 + 5,000 × 15 %      20,750.00
 *   the same with 198,000                            19,800 + 7,000 × 15 %      20,850.00     +100.00
 *
 * Who was held then gets the whole; of who would be held now, nothing changes.
 */
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { Minor } from '../../shared/kernel/money.ts';
import { covers } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/credit.ts';
import type { Calculator, PayeeResult } from './calculate.ts';
import { movedBy } from './branch.ts';
import {
  asPaid,
  type Going,
  givingAnew,
  isWorkedOutAnew,
  lacking,
  nothingGoing,
  reversalsOf,
} from './clawback.ts';
import { withRivals } from './contest.ts';
import type { Inputs } from './manifest.ts';
import { amountOf, TrueUp } from './posted.ts';
import type { Reason, Summary } from './reopening.ts';
import {
  type Carried,
  type Difference,
  differencesIn,
  goingOn,
  leftBehind,
  openedWith,
  type Pinned,
  plansOf,
  runIn,
  textOf,
} from './true-up.ts';

const Hold = z.object({ code: z.string(), message: z.string() });

const Changed = TrueUp.pick({
  period: true,
  plan: true,
  planVersion: true,
  component: true,
  name: true,
  beforeMinor: true,
  afterMinor: true,
});

export const PayeeDifference = z.object({
  person: PersonId,
  name: z.string(),
  components: z.array(Changed),
  deltaMinor: Minor,
  /** Why nothing was paid then. */
  wasHeld: Hold.optional(),
  /** Why nothing could be paid now: what was paid stays. */
  held: Hold.optional(),
});
export type PayeeDifference = z.output<typeof PayeeDifference>;

/** A published period, as it stands and as it would; the same one where it was not reopened. */
export type Stood = { readonly before: Pinned; readonly now: Pinned };

type Found = Pick<PayeeDifference, 'person' | 'components' | 'wasHeld' | 'held'>;

/** Whom other inputs can move, and whoever stands in a line with them for the budget of a contest. */
export function movedIn(stood: readonly Stood[]): Set<PersonId> {
  const own = stood.flatMap(({ before, now }) => (before === now ? [] : [...movedBy(before, now)]));
  return new Set([...own, ...stood.flatMap(({ now }) => withRivals(now, own))]);
}

/** `stood` are periods in order, `credits` all that is known of them, `moved` those who are worked out. */
export function reopenedOf(
  inputs: Inputs,
  stood: readonly Stood[],
  credits: readonly Credit[],
  moved: ReadonlySet<PersonId>,
): PayeeDifference[] {
  let going = nothingGoing;
  const found: Found[] = [];
  for (const one of stood) {
    const posted = reopenedIn(inputs, amongst(one, moved), credits, going);
    found.push(...posted.found);
    going = posted.going;
  }
  const people = inputs.org.people;
  return [...Map.groupBy(found, ({ person }) => person)]
    .map(([person, own]) => together(person, people[person]?.name ?? person, own))
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}

export function summaryOf(
  stood: readonly Stood[],
  differences: readonly PayeeDifference[],
  { currency }: Inputs,
): Summary {
  const payees = new Set(stood.flatMap(({ before, now }) => [...before.payees, ...now.payees]));
  const changed = differences.filter(({ components }) => components.length > 0).length;
  return {
    changed,
    unchanged: payees.size - changed,
    held: differences.filter(({ held }) => held !== undefined).length,
    deltaMinor: differences.reduce((sum, { deltaMinor }) => sum + deltaMinor, 0n),
    currency,
  };
}

/** As they are posted once they are approved. */
export function postedBy(reopening: Reason, differences: readonly PayeeDifference[]): TrueUp[] {
  return differences.flatMap(({ person, components }) =>
    components.map((one) => ({ ...one, person, deals: [], events: [], reopening })),
  );
}

function together(person: PersonId, name: string, own: readonly Found[]): PayeeDifference {
  const components = own.flatMap((one) => one.components);
  const [wasHeld, held] = [own.find((one) => one.wasHeld)?.wasHeld, own.find((one) => one.held)?.held];
  return {
    person,
    name,
    components,
    deltaMinor: components.reduce((sum, one) => sum + one.afterMinor - one.beforeMinor, 0n),
    ...(wasHeld && { wasHeld }),
    ...(held && { held }),
  };
}

function amongst({ before, now }: Stood, moved: ReadonlySet<PersonId>): Stood {
  const payees = [...new Set([...before.payees, ...now.payees])].filter((payee) => moved.has(payee)).sort();
  const standing = { ...before, payees };
  return { before: standing, now: now === before ? standing : { ...now, payees } };
}

function reopenedIn(inputs: Inputs, stood: Stood, credits: readonly Credit[], going: Going) {
  const { now } = stood;
  const own = credits.filter(({ day }) => covers(now.period, day));
  const reversals = reversalsOf(now, credits);
  const kinds = [...inputs.plans, ...plansOf(now)].map(({ policies }) => policies.clawback?.kind);
  const all = bothIn(stood, own, going.all);
  const anew = kinds.includes('recompute')
    ? bothIn(stood, lacking(own, reversals), going.lacking)
    : undefined;
  const taken = (calculate: Calculator) =>
    asPaid(inputs, now, { calculate, reversals, sign: -1n, anew: givingAnew(credits) });
  const back = kinds.includes('asPaid') ? { was: taken(all.was), is: taken(all.is) } : { was: [], is: [] };
  const isAnew = (one: Difference, person: PersonId) => isWorkedOutAnew(inputs, now, { ...one, person });
  const found = now.payees.flatMap((person): Found[] => {
    const once = differencesOf(now, all, person, back).filter((one) => !isAnew(one, person));
    const twice = anew ? differencesOf(now, anew, person).filter((one) => isAnew(one, person)) : [];
    const components = [...once, ...twice].map((one) => ({ ...one, period: now.period.id }));
    const said = { person, components, ...(stood.before !== now && holdsOf(all, person)) };
    return components.length > 0 || said.held ? [said] : [];
  });
  return { found, going: { all: all.carried, lacking: anew?.carried ?? going.lacking } };
}

type Both = {
  readonly was: Calculator;
  readonly is: Calculator;
  /** By the branch alone, whatever stands below it. */
  readonly alone: Calculator;
  readonly carried: Carried;
};

function bothIn({ before, now }: Stood, credits: readonly Credit[], carried: Carried): Both {
  const worldOf = (paid: Pinned, reached: Carried['now']) => ({
    credits,
    reached: openedWith(paid, reached, carried.left),
  });
  const worlds = { was: worldOf(before, carried.before), is: worldOf(now, carried.now) };
  const isSame = before === now && textOf(worlds.was.reached) === textOf(worlds.is.reached);
  const was = runIn(before, worlds.was, before.trueUps);
  const is = isSame ? was : runIn(now, worlds.is, now.trueUps);
  return {
    was,
    is,
    alone: before === now ? is : runIn({ ...now, below: undefined }, worlds.is, now.trueUps),
    carried: {
      before: goingOn(before, was, worlds.was),
      now: goingOn(now, is, worlds.is),
      causes: carried.causes,
      left: leftBehind(now, worlds.is, carried.left),
    },
  };
}

type Back = { readonly was: readonly TrueUp[]; readonly is: readonly TrueUp[] };

/** What was paid and would be, less what reversals took back of it as it was paid. */
function differencesOf(now: Pinned, both: Both, person: PersonId, back: Back = { was: [], is: [] }) {
  const [was, is] = [both.was(person), both.is(person)];
  if (is.hold) return [];
  const earned = was.hold ? [] : was.components;
  return differencesIn(
    now,
    [...earned, ...own(back.was, person)],
    [...is.components, ...own(back.is, person)],
  );
}

function own(taken: readonly TrueUp[], person: PersonId) {
  const mine = taken.filter((one) => one.person === person);
  return mine.map((one) => ({ ...one, amountMinor: amountOf(one) }));
}

function holdsOf({ was, alone }: Both, person: PersonId): Pick<Found, 'wasHeld' | 'held'> {
  const [before, now]: PayeeResult[] = [was(person), alone(person)];
  return { ...(before?.hold && { wasHeld: before.hold }), ...(now?.hold && { held: now.hold }) };
}
