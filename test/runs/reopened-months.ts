/** Months of chance, one of which is reopened while a later one is open; or which was so from the first. */
import fc from 'fast-check';
import { withMember } from '../../functions/people/org.ts';
import { branchOf } from '../../functions/runs/branch.ts';
import { calculatorOf } from '../../functions/runs/calculate.ts';
import { correctionOf } from '../../functions/runs/correction.ts';
import { type Reached, reachedAfter } from '../../functions/runs/interval.ts';
import type { Manifest } from '../../functions/runs/manifest.ts';
import { movedIn, postedBy, reopenedOf } from '../../functions/runs/reopened.ts';
import { Reason } from '../../functions/runs/reopening.ts';
import type { Pinned } from '../../functions/runs/true-up.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { Day } from '../../shared/kernel/time.ts';
import { ada, ben, cem } from '../people/kit.ts';
import { type Known, knownIn, manifestOf, MONTHS, PEOPLE, type Policy } from './late-months.ts';

type Terms = Parameters<typeof manifestOf>[1];
export type Change = (manifest: Manifest) => Manifest;
/** A month, and the later ones in which it is worked out anew, by what is said of it then. */
export type Reopened = { readonly month: number; readonly at: readonly (readonly [number, Change])[] };

const asked =
  (amountMinor: bigint): Change =>
  (manifest) => ({
    ...manifest,
    quotas: manifest.quotas.map((one) => (one.person === ada ? { ...one, amountMinor } : one)),
    ...(manifest.intervalQuotas && {
      intervalQuotas: manifest.intervalQuotas.map((one) =>
        one.person === ada ? { ...one, amountMinor } : one,
      ),
    }),
  });

/** Of Ada less or more is asked, she reports to Cem or to nobody, the team is another, somebody was not enrolled. */
const changes: Readonly<Record<string, Change>> = {
  less: asked(4_000_000n),
  more: asked(15_000_000n),
  elsewhere: (manifest) => reporting(manifest, cem),
  nowhere: (manifest) => reporting(manifest, null),
  alone: (manifest) => ({ ...manifest, teams: { north: { [ada]: manifest.teams['north']?.[ada] ?? [] } } }),
  together: (manifest) => {
    const all = { ...manifest.teams['north'], [cem]: manifest.teams['north']?.[ada] ?? [] };
    return { ...manifest, teams: { north: all } };
  },
  unenrolled: (manifest) => ({
    ...manifest,
    enrolments: manifest.enrolments.filter(({ person }) => person !== ada),
  }),
};

function reporting(manifest: Manifest, manager: typeof ada | null): Manifest {
  const line = { manager, from: Day.parse('2026-01-01'), to: null };
  const member = { name: 'Ada', refs: [], lines: [line] };
  return { ...manifest, org: withMember(manifest.org, ada, member) };
}

export const unchanged: Change = (manifest) => manifest;
export const Changes = fc.constantFrom(...Object.keys(changes)).map((name) => changes[name] ?? unchanged);
/** One of the first three months, reopened while the fourth or the last is open. */
export const Reopenings = fc.record({
  month: fc.nat(2),
  at: fc.tuple(fc.constantFrom(3, 4), Changes).map((one) => [one]),
});

const because = Reason.parse({
  id: `reo_2026-m05_${'0'.repeat(26)}`,
  reason: 'a typing error',
  askedBy: ben,
  approvedBy: cem,
});

/** Every month is run in its turn; `first` says what was so of one month from the first on. */
export function paidWith(
  known: Known,
  terms: Terms,
  policy: Policy,
  { first, reopened }: { first?: { month: number; change: Change }; reopened?: Reopened },
) {
  const paid: Pinned[] = [];
  let reached: Reached[] = [];
  const posted: ReturnType<typeof postedBy>[] = [];
  const totals = new Map(PEOPLE.map((person) => [person, 0n]));
  for (let month = 0; month < MONTHS; month++) {
    const made = manifestOf(month, terms, policy);
    const change = first?.month === month ? first.change : unchanged;
    const opened = { ...change(made), reached };
    const credits = knownIn(known, month);
    const moved = new Set<(typeof PEOPLE)[number]>();
    const trueUps = (reopened?.at ?? []).flatMap(([at, said]) => {
      if (at !== month) return [];
      const stood = paid.map((before, n) => {
        const now = n === reopened?.month ? branchOf(before, said(manifestOf(n, terms, policy))) : before;
        return { before, now };
      });
      for (const person of movedIn(stood)) moved.add(person);
      paid.splice(0, paid.length, ...stood.map(({ now }) => now));
      return postedBy(because, reopenedOf(opened, stood, credits.before, moved));
    });
    posted.push(trueUps);
    const late = correctionOf(opened, paid, credits, moved);
    const inputs = { ...opened, ...late, trueUps: [...trueUps, ...(late.trueUps ?? [])] };
    const calculate = calculatorOf(inputs, known(month));
    const results = inputs.payees.map(calculate);
    for (const { payee, totalMinor } of results) totals.set(payee, (totals.get(payee) ?? 0n) + totalMinor);
    reached = reachedAfter(
      inputs,
      results.flatMap((one) => one.reached ?? []),
    );
    paid.push(inputs);
  }
  return { totals: [...totals.values()], posted, reached };
}

export const planOfMonths = derivedId('pln', 'sellers');
