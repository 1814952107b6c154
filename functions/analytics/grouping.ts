/**
 * Divides sales by the values of their dimensions, deal by deal and in one pass: of a deal whose parts fall
 * into one group that group counts one.
 *
 *   by person and territory:   (Ana, North)   (Ana, null)   (Ben, North) …
 */
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Sale } from '../deals/sale.ts';
import type { Value, Values } from './dimension.ts';
import { addTo, type Asked, type Figures, measured, noFigures } from './figures.ts';

export type Group = { readonly key: readonly Value[]; readonly figures: Figures };
export type Grouped = { readonly groups: readonly Group[]; readonly total: Figures };

/** What is known so far of all keys that begin so. */
type Branch = { readonly key: readonly Value[]; readonly next: Map<Value, Branch>; group?: Group };

const MOST_ROWS = 20_000;

/** The groups by their keys, what has no value last. */
export function grouped(sales: readonly Sale[], dimensions: readonly Values[], asked: Asked): Grouped {
  const root = branch([]);
  const groups: Group[] = [];
  const total = noFigures(asked);
  const groupAt = (at: Branch): Group => {
    if (at.group) return at.group;
    if (groups.length >= MOST_ROWS) tooLarge();
    at.group = { key: at.key, figures: noFigures(asked) };
    groups.push(at.group);
    return at.group;
  };
  for (const deal of byDeal(sales)) {
    const whole = measured(deal, asked);
    addTo(total, whole);
    for (const [at, part] of divided(deal, root, dimensions)) {
      addTo(groupAt(at).figures, part.length === deal.length ? whole : measured(part, asked));
    }
  }
  return { groups: groups.sort((a, b) => compare(a.key, b.key)), total };
}

export function tooLarge(): never {
  const words = 'The report is too large for one answer: ask for fewer days, fewer dimensions or fewer sums.';
  return refuse('rule', 'report.too-large', words, '/query');
}

/** Deals, each with all its sales, in the order in which they first appear. */
export function byDeal(sales: readonly Sale[]): Iterable<Sale[]> {
  const deals = new Map<string, Sale[]>();
  for (const sale of sales) {
    const known = deals.get(sale.deal);
    if (known) known.push(sale);
    else deals.set(sale.deal, [sale]);
  }
  return deals.values();
}

function divided(deal: readonly Sale[], root: Branch, dimensions: readonly Values[]): Map<Branch, Sale[]> {
  const parts = new Map<Branch, Sale[]>();
  for (const sale of deal) {
    for (const at of branchesOf(sale, root, dimensions)) {
      const known = parts.get(at);
      if (known) known.push(sale);
      else parts.set(at, [sale]);
    }
  }
  return parts;
}

function branchesOf(sale: Sale, root: Branch, dimensions: readonly Values[]): Branch[] {
  let at = [root];
  for (const valuesOf of dimensions) {
    const values = valuesOf(sale);
    at = at.flatMap((one) => values.map((value) => nextOf(one, value)));
  }
  return at;
}

function nextOf({ key, next }: Branch, value: Value): Branch {
  const known = next.get(value);
  if (known) return known;
  const made = branch([...key, value]);
  next.set(value, made);
  return made;
}

function branch(key: readonly Value[]): Branch {
  return { key, next: new Map() };
}

function compare(a: readonly Value[], b: readonly Value[]): number {
  const n = a.findIndex((value, at) => value !== b[at]);
  const [one, other] = [a[n] ?? null, b[n] ?? null];
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return String(one) < String(other) ? -1 : 1;
}
