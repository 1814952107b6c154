/** How an override is set, replaced and released: each is one more change of the deal, and takes nothing away. */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { DealId, derivedId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { countedChanges, type Deal, type DealChange, fold } from './deal.ts';
import { Override, type OverrideDraft } from './override.ts';

export const CreditOverride = Override.extend({ deal: DealId, at: Instant, version: z.int() });
export type CreditOverride = z.output<typeof CreditOverride>;

type Said = { readonly by: string; readonly now: Instant };

/** The one that stands; its version counts all that ever were, releases among them. */
export function overrideOf(deal: Deal): CreditOverride | undefined {
  const { override } = fold(countedChanges(deal));
  const at = overridesOf(countedChanges(deal)).at(-1)?.occurredAt;
  return override && at
    ? { ...override, deal: deal.id, at, version: overridesOf(deal.changes).length }
    : undefined;
}

/** The change that makes it so; undefined where it is so already. */
export function overriding(
  deal: Deal,
  draft: OverrideDraft | null,
  { by, now }: Said,
): DealChange | undefined {
  const standing = overrideOf(deal);
  if (textOf(standing) === textOf(draft)) return undefined;
  const before = overridesOf(deal.changes);
  const nth = String(before.length + 1);
  return {
    id: derivedId('chg', deal.id, 'override', nth),
    event: draft ? 'credit.overridden' : 'credit.released',
    occurredAt: laterOf(now, before.at(-1)?.occurredAt),
    version: nth,
    override: draft && { ...draft, by },
  };
}

function overridesOf(changes: readonly DealChange[]): DealChange[] {
  const all = changes.filter(({ override }) => override !== undefined);
  return all.sort((a, b) => Number(a.version) - Number(b.version));
}

function textOf(said: OverrideDraft | null | undefined): string {
  return canonical(said ? [said.splits, said.reason] : null);
}

/** Whatever two clocks say, what was said last counts. */
function laterOf(a: Instant, b: Instant = a): Instant {
  return a > b ? a : b;
}
