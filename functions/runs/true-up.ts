/**
 * A true-up: what a published period would have paid with what was heard of later, less what it would have paid
 * with what was known before; earned in the open period. The published statement stands.
 *
 *   2026-q1, of 230,000                     24,500.00
 *   the same with 20,000 of 28 March        27,500.00     +3,000.00 in 2026-q2
 *   worked out once more                    27,500.00     nothing
 *
 * Only what was earned is worked out anew: what was advanced, guaranteed or carried over then is done.
 */
import type { DealId } from '../../shared/kernel/ids.ts';
import type { Credit } from '../deals/credit.ts';
import { calculatorOf, type PayeeResult } from './calculate.ts';
import type { Manifest } from './manifest.ts';
import type { TrueUp } from './posted.ts';
import { reach } from './reach.ts';

export type Pinned = Pick<Manifest, 'payees' | 'plans' | 'period'> & Parameters<typeof calculatorOf>[0];

/** The differences of a period by payee and component, in their order; `manifest` is that of its own run. */
export function trueUpsOf(manifest: Pinned, before: readonly Credit[], after: readonly Credit[]): TrueUp[] {
  const moved = differing(before, after);
  if (moved.length === 0) return [];
  const inputs = { ...manifest, trueUps: [] };
  const [paid, pays] = [calculatorOf(inputs, before), calculatorOf(inputs, after)];
  const reached = reach(manifest, moved);
  const all = dealsOf(moved);
  return manifest.payees.flatMap((person) => {
    const own = reached.get(person);
    const reaching = own ? dealsOf([...own.direct, ...own.rollUp, ...own.overlay, ...teamOf(own)]) : [];
    const whose = { person, period: manifest.period.id, deals: reaching.length > 0 ? reaching : all };
    return differences(manifest, paid(person), pays(person)).map((one) => ({ ...one, ...whose }));
  });
}

/** Nothing is known of who was held, or would be now: nothing is posted of them. */
function differences({ plans }: Pinned, before: PayeeResult, after: PayeeResult) {
  if (before.hold || after.hold) return [];
  const [earned, earns] = [byComponent(before), byComponent(after)];
  return [...new Set([...earned.keys(), ...earns.keys()])].flatMap((key) => {
    const [was, is] = [earned.get(key), earns.get(key)];
    const of = is ?? was;
    if (!of || was?.amountMinor === is?.amountMinor) return [];
    const { plan, planVersion, component } = of;
    const version = plans.find((one) => one.plan === plan && one.version === planVersion);
    const name = version?.components.find(({ id }) => id === component)?.name ?? component;
    const [beforeMinor, afterMinor] = [was?.amountMinor ?? 0n, is?.amountMinor ?? 0n];
    return [{ plan, planVersion, component, name, beforeMinor, afterMinor }];
  });
}

type Component = PayeeResult['components'][number];

/** Two enrolments of one payee in the same version count as one. */
function byComponent({ components }: PayeeResult): Map<string, Component> {
  const sums = new Map<string, Component>();
  for (const one of components) {
    const key = `${one.plan} ${one.planVersion} ${one.component}`;
    const amountMinor = one.amountMinor + (sums.get(key)?.amountMinor ?? 0n);
    sums.set(key, { ...one, amountMinor });
  }
  return sums;
}

/** The credits that only one of both has; a credit's name says whose it is and of which change. */
function differing(before: readonly Credit[], after: readonly Credit[]): Credit[] {
  const text = (credit: Credit) => `${credit.id} ${credit.day} ${credit.amountMinor} ${credit.person}`;
  const [old, now] = [new Set(before.map(text)), new Set(after.map(text))];
  return [
    ...before.filter((credit) => !now.has(text(credit))),
    ...after.filter((credit) => !old.has(text(credit))),
  ];
}

function teamOf({ team }: { readonly team: readonly { readonly credit: Credit }[] }): Credit[] {
  return team.map(({ credit }) => credit);
}

function dealsOf(credits: readonly Credit[]): DealId[] {
  return [...new Set(credits.map(({ deal }) => deal))].sort();
}
