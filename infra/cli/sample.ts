/**
 * The sample company: Northwind Robotics, ten sellers in two teams, and one quarter of its CRM's life.
 * Everything follows from a seed, so each start tells the same story.
 */

export const COMPANY = {
  name: 'Northwind Robotics',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  fiscalYearStartsIn: 1,
  closeAfterDays: 3,
  admin: { name: 'Ada Admin', email: 'ada@northwind.example' },
} as const;

export const YEAR = 2026;
export const QUARTER = '2026-q1';
export const QUARTER_STARTS = new Date('2026-01-01T06:00:00Z');
/** Past the third day after the quarter's end in Berlin, when the schedule finds it due. */
export const QUARTER_CLOSES = new Date('2026-04-04T00:20:00Z');
export const QUOTA_MINOR = 20_000_000n;

export const MANAGERS = [
  { name: 'Mia Lang', email: 'mia@northwind.example', ownerRefs: ['u-mia'] },
  { name: 'Max Roth', email: 'max@northwind.example', ownerRefs: ['u-max'] },
] as const;

const FIRST_NAMES = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hugo', 'Ines', 'Jon'];
export const SELLERS = FIRST_NAMES.map((first, n) => ({
  name: `${first} Seller`,
  email: `${first.toLowerCase()}@northwind.example`,
  ownerRefs: [`u-${first.toLowerCase()}`],
  manager: MANAGERS[n < 5 ? 0 : 1].email,
}));

export const SELLER_PLAN = {
  name: 'Seller plan 2026',
  currency: 'EUR',
  period: 'quarter',
  components: [
    {
      id: 'commission',
      name: 'Commission',
      kind: 'rate-table',
      mode: 'marginal',
      goal: 'Quota attainment',
      bands: [
        { from: '0', to: '1', rate: '0.10' },
        { from: '1', to: '1.25', rate: '0.15' },
        { from: '1.25', to: null, rate: '0.20' },
      ],
    },
    {
      id: 'quota-bonus',
      name: 'Quota bonus',
      kind: 'attainment-bonus',
      goal: 'Quota attainment',
      at: '1',
      amountMinor: '500000',
    },
  ],
} as const;

export const MANAGER_PLAN = {
  name: 'Manager plan 2026',
  currency: 'EUR',
  period: 'quarter',
  measures: [{ id: 'team-bookings', credits: 'rollUp' }],
  components: [
    {
      id: 'override',
      name: 'Team override',
      kind: 'flat-rate',
      measure: 'team-bookings',
      goal: 'Team bookings',
      rate: '0.01',
    },
  ],
} as const;

/** One webhook of the sample: what happened, and the day on which the CRM tells. */
export type Happening = { readonly id: string; readonly at: Date; readonly body: string };

const DEALS_PER_SELLER = 8;
const DAY_MS = 86_400_000;

/** Every deal's webhooks, in order of time: created, sometimes amended, then won or lost. */
export function quarterOfWebhooks(): Happening[] {
  const next = random(20260101);
  const happenings: Happening[] = [];
  for (const [s, seller] of SELLERS.entries()) {
    for (let d = 0; d < DEALS_PER_SELLER; d++) {
      happenings.push(...dealOf({ seller: s, ownerRef: seller.ownerRefs[0] ?? '', number: d }, next));
    }
  }
  return happenings.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

function dealOf(
  { seller, ownerRef, number }: { seller: number; ownerRef: string; number: number },
  next: () => number,
) {
  const recordId = `opp-${seller}-${number}`;
  const day = (n: number) => new Date(QUARTER_STARTS.getTime() + Math.floor(n) * DAY_MS);
  const opened = next() * 50;
  const closed = opened + 3 + next() * 35;
  const amount = String(8_000 + Math.floor(next() * 45_000));
  const amended = String(Number(amount) + 2_500);
  const isAmended = next() < 0.4;
  const isWon = next() < 0.8;
  const isSplit = next() < 0.15;
  const other = SELLERS[(seller + 1) % SELLERS.length]?.ownerRefs[0];
  const tell = (what: string, at: Date, fields: object): Happening => ({
    id: `msg-${recordId}-${what}`,
    at,
    body: JSON.stringify({
      type: 'deal',
      recordId,
      event: `deal.${what}`,
      occurredAt: at.toISOString(),
      ...fields,
    }),
  });
  const closeDate = day(closed).toISOString().slice(0, 10);
  const end = isWon ? { status: 'won', closeDate } : { status: 'lost' };
  return [
    tell('created', day(opened), { amount, currency: 'EUR', stage: 'qualify', status: 'open', ownerRef }),
    ...(isAmended ? [tell('amended', day((opened + closed) / 2), { amount: amended, currency: 'EUR' })] : []),
    tell(isWon ? 'won' : 'lost', day(closed), {
      ...end,
      stage: 'closed',
      ...(isSplit && {
        splits: [
          { ownerRef, share: '0.6' },
          { ownerRef: other, share: '0.4' },
        ],
      }),
    }),
  ];
}

/** Mulberry32: the same sequence of numbers in [0, 1) for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
