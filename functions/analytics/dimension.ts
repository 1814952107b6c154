/** What a report can be divided by, as its caller writes it: 'person,territory,custom.channel'. */
import type { DealId, PeriodId, PersonId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Sale } from '../deals/sale.ts';
import type { ManagersAbove } from './roll-up.ts';
import type { Scope } from './scope.ts';

/** Null is what a sale does not have; it is shown as such. */
export type Value = string | boolean | null;

/** The values of a sale in one dimension: one, or as many as there are managers above its seller. */
export type Values = (sale: Sale) => readonly Value[];

/** What is known beside the sales themselves. */
export type Ways = {
  readonly managersAbove: ManagersAbove;
  readonly scope: Scope;
  readonly covers: (person: PersonId, territory: string, day: Day) => boolean;
  /** Whether a deal is the first ever of its account. */
  readonly isFirst: (deal: DealId) => boolean;
  readonly periodOf: (day: Day) => PeriodId | null;
};

const MOST = 3;
const CUSTOM = 'custom.';

const NAMED: Readonly<Record<string, (ways: Ways) => Values>> = {
  person:
    ({ scope }) =>
    ({ person }) => [person !== null && scope.sees(person) ? person : null],
  manager: managersOf,
  territory:
    () =>
    ({ about }) => [about.territory ?? null],
  account:
    () =>
    ({ about }) => [about.account ?? null],
  product:
    () =>
    ({ about }) => [about.product ?? null],
  /** Whether the seller covered the territory of the deal on its day; null where either is missing. */
  covered:
    ({ covers }) =>
    ({ person, about: { territory }, day }) => [
      person === null || territory === undefined ? null : covers(person, territory, day),
    ],
  seller:
    () =>
    ({ person }) => [person !== null],
  newLogo:
    ({ isFirst }) =>
    ({ deal, about }) => [about.account === undefined ? null : isFirst(deal)],
};

/** The dimensions that a text names, in its order. */
export function dimensionsOf(text: string | undefined): string[] {
  const names = listOf(text);
  if (names.length > MOST) {
    refuse('rule', 'report.too-many-dimensions', `At most ${MOST} dimensions at once.`, '/query/by');
  }
  const unknown = names.find((name) => !Object.hasOwn(NAMED, name) && !isCustom(name));
  if (unknown !== undefined) {
    const words = `Divide by ${Object.keys(NAMED).join(', ')} or custom.<name>, and not by '${unknown}'.`;
    refuse('rule', 'report.no-such-dimension', words, '/query/by');
  }
  return names;
}

/** The fields that a text names to be summed. */
export function fieldsOf(text: string | undefined): string[] {
  const names = listOf(text);
  if (!names.every(isCustom)) {
    refuse('rule', 'report.no-such-field', 'Sums are of fields such as custom.units.', '/query/sum');
  }
  return names;
}

export function valuesOf(name: string, ways: Ways): Values {
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  return named ? named(ways) : (sale) => [customOf(sale, name) ?? null];
}

export const periodsOf =
  ({ periodOf }: Ways): Values =>
  ({ day }) => [periodOf(day)];

export function isCustom(name: string): boolean {
  return name.startsWith(CUSTOM) && name.length > CUSTOM.length;
}

export function customOf({ about: { custom } }: Sale, field: string): string | boolean | undefined {
  const name = field.slice(CUSTOM.length);
  return custom && Object.hasOwn(custom, name) ? custom[name] : undefined;
}

/** All above the seller on the day of the sale, and never the seller; null for what rolls up to nobody. */
function managersOf({ managersAbove, scope }: Ways): Values {
  return ({ person, day }) => {
    const above = person === null ? [] : managersAbove(person, day).filter(scope.sees);
    return above.length > 0 ? above : [null];
  };
}

function listOf(text: string | undefined): string[] {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  return [...new Set(names)];
}
