/** What a payee was paid in a period, by whoever calculated it: the engine offline, or a running platform. */
import type { PeriodId } from '../../../shared/kernel/ids.ts';
import type { Minor } from '../../../shared/kernel/money.ts';

export type SeenComponent = {
  readonly component: string;
  readonly amountMinor: Minor;
  readonly creditedMinor: Minor;
  readonly quotaMinor?: Minor | undefined;
  readonly leftOutMinor?: Minor | undefined;
};

/** What a deal would earn, in all and by component. */
export type Estimated = {
  readonly wouldEarnMinor: Minor;
  readonly components: readonly Pick<SeenComponent, 'component' | 'amountMinor'>[];
};

export type Seen = {
  readonly totalMinor: Minor;
  /** One for each component of each enrolment. */
  readonly components: readonly SeenComponent[];
  /** By the case's name of the deal. */
  readonly lines: readonly { readonly deal: string; readonly amountMinor: Minor }[];
  readonly hold?: string | undefined;
  /** Of nobody who is held. */
  readonly settled?: Balances | undefined;
  /** What each deal that is asked for would earn. */
  readonly estimates?: readonly Estimated[] | undefined;
};

/** What is paid out in the end, and what stands between the company and the payee after that. */
export const balances = ['paid', 'owed', 'overpaid', 'excess', 'held'] as const;
export type Balances = { readonly [B in (typeof balances)[number]]: Minor };

/** By period, and by the case's name of the person. */
export type Outcome = ReadonlyMap<PeriodId, ReadonlyMap<string, Seen>>;

/** The sum of one figure over all that a component was in, such as two enrolments in one period. */
export function figureOf(
  { components }: Seen,
  component: string,
  figure: Exclude<keyof SeenComponent, 'component'>,
): Minor | undefined {
  const found = components.filter((one) => one.component === component && one[figure] !== undefined);
  if (found.length === 0) return undefined;
  return found.reduce((sum, one) => sum + (one[figure] ?? 0n), 0n);
}
