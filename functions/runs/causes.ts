/**
 * Why something is posted late: of what was known before and is known now, the credits that only one of both has,
 * the deals that they are of, and the changes by which they came.
 *
 *   known before   D1 of January, D2 of March        known now   D1, D2, and D3 of March, heard of in April
 *   Ana, whose D3 is, and her manager                by D3, as it was won
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Credit } from '../deals/credit.ts';
import { enrolmentsPaying, type Inputs, planOf } from './manifest.ts';
import type { Cause } from './posted.ts';
import { type Reaching, reach } from './reach.ts';

export type Causes = ReadonlyMap<PersonId, Cause>;
export type Moved = { readonly all: readonly Credit[]; readonly come: readonly Credit[] };

/** The credits that only one of both has. Mostly both have the very same ones: only the others are looked into. */
export function differing(before: readonly Credit[], now: readonly Credit[]): Moved {
  const [old, known] = [new Set(before), new Set(now)];
  const [gone, come] = [before.filter((one) => !known.has(one)), now.filter((one) => !old.has(one))];
  const [goneTexts, comeTexts] = [new Set(gone.map(textOf)), new Set(come.map(textOf))];
  const isNew = come.filter((one) => !goneTexts.has(textOf(one)));
  return { all: [...gone.filter((one) => !comeTexts.has(textOf(one))), ...isNew], come: isNew };
}

/** Whose deals moved what a payee earns: by what reaches them in this period, or did in one before it. */
export function withCauses(paid: Inputs, { all, come }: Moved, causes: Causes): Causes {
  if (all.length === 0) return causes;
  const found = new Map(causes);
  const changes = Map.groupBy(come, ({ deal }) => deal);
  for (const [person, reaching] of reach(paid, all)) {
    const credits = countedFor(paid, person, reaching);
    const deals = [...new Set(credits.map(({ deal }) => deal))];
    const events = deals.flatMap((deal) => changes.get(deal)?.map(({ event }) => event) ?? []);
    if (deals.length > 0) found.set(person, together([causes.get(person) ?? {}, { deals, events }]));
  }
  return found;
}

/** Those that came by a way that the plans of a payee count. */
function countedFor(paid: Inputs, person: PersonId, reaching: Reaching): Credit[] {
  const measures = enrolmentsPaying(paid, person).flatMap((enrolment) => planOf(paid, enrolment).measures);
  const ways = new Set(measures.map(({ credits }) => credits));
  const { direct, rollUp, overlay, heldOver, team } = reaching;
  return [
    ...(ways.has('direct') || ways.has('both') ? [...direct, ...heldOver] : []),
    ...(ways.has('rollUp') || ways.has('both') ? rollUp : []),
    ...(ways.has('overlay') ? overlay : []),
    ...(ways.has('team') ? team.map(({ credit }) => credit) : []),
  ];
}

export function together(causes: readonly Partial<Cause>[]): Cause {
  return {
    deals: [...new Set(causes.flatMap(({ deals = [] }) => deals))].sort(),
    events: [...new Set(causes.flatMap(({ events = [] }) => events))].sort(),
  };
}

function textOf(credit: Credit): string {
  const said = Object.entries(credit).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(said, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
