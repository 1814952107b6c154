/**
 * Why something is posted late: of what was known before and is known now, the credits that only one of both has,
 * the deals that they are of, and the changes by which they came.
 *
 *   known before   D1 of January, D2 of March        known now   D1, D2, and D3 of March, heard of in April
 *   Ana, whose D3 is, and her manager                by D3, as it was won
 */
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Credit } from '../deals/credit.ts';
import type { Inputs } from './manifest.ts';
import type { Cause } from './posted.ts';
import { reach } from './reach.ts';

export type Causes = ReadonlyMap<PersonId, Cause>;
export type Moved = { readonly all: readonly Credit[]; readonly come: readonly Credit[] };

/** The credits that only one of both has; a credit's name says whose it is and of which change. */
export function differing(before: readonly Credit[], now: readonly Credit[]): Moved {
  const text = (credit: Credit) => `${credit.id} ${credit.day} ${credit.amountMinor} ${credit.person}`;
  const [old, known] = [new Set(before.map(text)), new Set(now.map(text))];
  const come = now.filter((credit) => !old.has(text(credit)));
  return { all: [...before.filter((credit) => !known.has(text(credit))), ...come], come };
}

/** Whose deals moved what a payee earns: by what reaches them in this period, or did in one before it. */
export function withCauses(paid: Inputs, { all, come }: Moved, causes: Causes): Causes {
  if (all.length === 0) return causes;
  const found = new Map(causes);
  const changes = Map.groupBy(come, ({ deal }) => deal);
  for (const [person, { direct, rollUp, overlay, team }] of reach(paid, all)) {
    const credits = [...direct, ...rollUp, ...overlay, ...team.map(({ credit }) => credit)];
    const deals = [...new Set(credits.map(({ deal }) => deal))];
    const events = deals.flatMap((deal) => changes.get(deal)?.map(({ event }) => event) ?? []);
    if (deals.length > 0) found.set(person, together([causes.get(person) ?? {}, { deals, events }]));
  }
  return found;
}

export function together(causes: readonly Partial<Cause>[]): Cause {
  return {
    deals: [...new Set(causes.flatMap(({ deals = [] }) => deals))].sort(),
    events: [...new Set(causes.flatMap(({ events = [] }) => events))].sort(),
  };
}
