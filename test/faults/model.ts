/**
 * What webhooks must come to, by a model of one process without faults: it sorts what was said, walks over
 * it once, and calculates in whole minor units. It shares no code with the product.
 */

/** What a CRM says about a deal; a field that is missing did not change. */
export type Said = {
  readonly record: string;
  /** The day of January 2026 on which it happened, at noon. */
  readonly day: number;
  readonly what: string;
  readonly amount?: number;
  readonly status?: 'open' | 'won' | 'lost';
  readonly owner?: string;
};
export type Credited = {
  readonly record: string;
  readonly day: string;
  readonly owner: string;
  readonly minor: bigint;
};

export const dayText = (day: number): string => `2026-01-${String(day).padStart(2, '0')}`;

/** A win credits the amount; each later change takes back what stands and gives what is so now. */
export function creditsOf(said: readonly Said[]): Credited[] {
  const credits: Credited[] = [];
  for (const record of new Set(said.map((each) => each.record))) {
    const mine = said.filter((each) => each.record === record).toSorted((a, b) => a.day - b.day);
    let [amount, owner, status, standing] = [0, '', 'open', 0];
    for (const each of mine) {
      [amount, owner, status] = [each.amount ?? amount, each.owner ?? owner, each.status ?? status];
      const now = status === 'won' ? amount : 0;
      if (now === standing) continue;
      const at = { record, day: dayText(each.day), owner };
      if (standing !== 0) credits.push({ ...at, minor: BigInt(-standing * 100) });
      if (now !== 0) credits.push({ ...at, minor: BigInt(now * 100) });
      standing = now;
    }
  }
  return credits;
}

/** 10 % up to the quota, 15 % from there to 125 % of it, 20 % above: of 15,000 on 10,000 it is 1,875. */
export function earned(credited: bigint, quota: bigint): bigint {
  const min = (a: bigint, b: bigint) => (a < b ? a : b);
  const max = (a: bigint, b: bigint) => (a > b ? a : b);
  const edge = (quota * 5n) / 4n;
  const between = max(0n, min(credited, edge) - quota);
  return (min(credited, quota) * 10n + between * 15n + max(0n, credited - edge) * 20n) / 100n;
}

/** `lines`: what each record credited and paid on a day, by day. */
export type Pay = { readonly totalMinor: string; readonly lines: readonly (readonly string[])[] };
export type PaidLine = {
  readonly record: string;
  readonly day: string;
  readonly credited: bigint;
  readonly paid: bigint;
};

/** A seller's statement: each credit pays what the running total earns more than before. */
export function sellersPay(credits: readonly Credited[], owner: string, quota: bigint): Pay {
  let total = 0n;
  const mine = credits.filter((credit) => credit.owner === owner).toSorted(byDay);
  return payOf(
    mine.map(({ record, day, minor }) => {
      const before = earned(total, quota);
      total += minor;
      return { record, day, credited: minor, paid: earned(total, quota) - before };
    }),
  );
}

/** A manager gets one percent of what is credited below. */
export const managersPay = (credits: readonly Credited[]): Pay =>
  payOf(credits.map(({ record, day, minor }) => ({ record, day, credited: minor, paid: minor / 100n })));

/** Lines of one record on one day have no order among each other, so only their sum is looked at. */
export function payOf(lines: readonly PaidLine[]): Pay {
  const sums = new Map<string, { credited: bigint; paid: bigint }>();
  for (const { record, day, credited, paid } of lines) {
    const sum = sums.get(`${day} ${record}`) ?? { credited: 0n, paid: 0n };
    sums.set(`${day} ${record}`, { credited: sum.credited + credited, paid: sum.paid + paid });
  }
  return {
    totalMinor: String(lines.reduce((sum, { paid }) => sum + paid, 0n)),
    lines: [...sums].map(([at, { credited, paid }]) => [at, String(credited), String(paid)]).sort(),
  };
}

const byDay = (a: Credited, b: Credited): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);
