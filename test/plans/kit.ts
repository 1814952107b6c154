/** The reference case of compensation: Ana, her quota of 200,000 a quarter, and rate table T. */
import type { DealId } from '../../shared/kernel/ids.ts';
import { minorFromDecimal } from '../../shared/kernel/money.ts';
import type { Day } from '../../shared/kernel/time.ts';
import { Component } from '../../functions/plans/components/index.ts';
import type { Counted } from '../../functions/plans/counted.ts';
import { type Earnings, type EarningsInput, earnings } from '../../functions/plans/earnings.ts';
import { BOOKINGS } from '../../functions/plans/measure.ts';

export const CURRENCY = 'EUR';

/** '200000' → 20000000n cents. */
export function cents(text: string): bigint {
  const minor = minorFromDecimal(text, CURRENCY);
  if (minor === undefined) throw new Error(`no amount: ${text}`);
  return minor;
}

export const QUOTA = cents('200000');

/** T: 10 % up to quota, 15 % from there to 125 %, 20 % above. On 200,000: edges at 200,000 and 250,000. */
export const T = Component.parse({
  id: 't',
  name: 'Table T',
  kind: 'rate-table',
  mode: 'marginal',
  bands: [
    { from: '0', to: '1', rate: '0.10' },
    { from: '1', to: '1.25', rate: '0.15' },
    { from: '1.25', to: null, rate: '0.20' },
  ],
});

/** The same bands; all is paid at the rate of the one that attainment stands in. */
export const RETROACTIVE = Component.parse({ ...T, mode: 'retroactive' });

export const flat = (rate: string, more: object = {}) =>
  Component.parse({ id: 'flat', name: 'Flat', kind: 'flat-rate', rate, ...more });

/** A component again, with some more of its fields. */
export const having = (component: Component, more: object): Component => {
  const plain = JSON.stringify(component, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  return Component.parse({ ...JSON.parse(plain), ...more });
};

export const bonusAt = (at: string) =>
  Component.parse({
    id: 'bonus',
    name: 'Bonus',
    kind: 'attainment-bonus',
    at,
    amountMinor: cents('5000').toString(),
  });

/** The nth credit of a quarter; one a day, in the order given. */
export function credit(n: number, amountMinor: bigint): Counted {
  const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10) as Day;
  const deal = `dea_${String(n).padStart(26, '0')}` as DealId;
  return { id: `crd_${String(n).padStart(26, '0')}`, deal, part: 0, day, amountMinor };
}

export const credits = (...amounts: string[]): Counted[] => amounts.map((text, n) => credit(n, cents(text)));

export function earn(
  components: EarningsInput['components'],
  direct: readonly Counted[],
  quotaMinor: bigint = QUOTA,
): Earnings {
  return paying({ components, credits: { direct, rollUp: [] }, quotas: { bookings: quotaMinor } });
}

/** What a payee is asked with, where only some of it matters. */
export const asked = (some: Partial<EarningsInput>): EarningsInput => ({
  components: [],
  measures: [BOOKINGS],
  from: '2026-01-01' as Day,
  credits: { direct: [], rollUp: [] },
  quotas: {},
  ...some,
});

export function paying(some: Partial<EarningsInput>): Earnings {
  const earned = earnings(asked(some));
  if ('hold' in earned) throw new Error(earned.hold.message);
  return earned;
}

export const amounts = ({ lines }: Earnings): bigint[] => lines.map(({ amountMinor }) => amountMinor);
