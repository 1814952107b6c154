/**
 * A quarter's run, the same for everybody: reps, managers of ten reps each, directors of ten managers each, and
 * credits of deals on ninety days. Made from a seed, so that every engine must come to the same cent.
 *
 *   3 % of deals are clawed back (negative)      10 % are shared 60/40 by two reps
 *   each credit counts for the rep, the rep's manager and the manager's director
 */
export type Workload = {
  readonly reps: number;
  readonly managers: number;
  readonly payees: number;
  readonly deals: number;
  /** Credits by deal and part: of which rep, on which day, how many cents. */
  readonly person: Int32Array;
  readonly day: Uint16Array;
  readonly deal: Int32Array;
  readonly part: Uint16Array;
  readonly amount: Float64Array;
  /** By payee: who is above (or −1), basis points, and cents of quota and of what was credited before. */
  readonly manager: Int32Array;
  readonly rate: Int32Array;
  readonly quota: Float64Array;
  readonly opening: Float64Array;
};

export type Outcome = {
  readonly lines: number;
  readonly paid: bigint;
  /** Of the totals by payee. */
  readonly hash: string;
  /** Of every single line: Σ line × ((deal × 7 + part × 3 + payee) mod 1009 + 1). */
  readonly check: bigint;
};

export const DAYS = 90;
const TWO_PARTS = 0.1;
const CLAWED_BACK = 0.03;
const MEAN_CENTS = 5_050_000;

/** Five engines written elsewhere, by others, agree on these. */
export const expected: Readonly<Record<string, Outcome>> = {
  '10000/100': { lines: 32_970, paid: 4018356439n, hash: 'ed491712fb22', check: 2042606781638n },
  '100000/1000': { lines: 329_820, paid: 40151633238n, hash: '143484043909', check: 20245933420429n },
  '1000000/10000': { lines: 3_300_249, paid: 404123461022n, hash: '4327471acba7', check: 204189600659492n },
  '1000000/100': { lines: 3_299_196, paid: 383065615323n, hash: '7d69de7832ef', check: 193681812648996n },
};

type Chance = () => number;

export function quarter(deals: number, reps: number): Workload {
  const chance = seeded((20260101 ^ deals ^ reps) | 0);
  const credits = creditsOf(deals, reps, chance);
  return { reps, deals, ...credits, ...peopleOf(deals, reps, chance) };
}

function creditsOf(deals: number, reps: number, chance: Chance) {
  const most = 2 * deals;
  const person = new Int32Array(most);
  const day = new Uint16Array(most);
  const deal = new Int32Array(most);
  const part = new Uint16Array(most);
  const amount = new Float64Array(most);
  let count = 0;
  const give = (who: number, on: number, which: number, share: number, cents: number) => {
    person[count] = who;
    day[count] = on;
    deal[count] = which;
    part[count] = share;
    amount[count] = cents;
    count += 1;
  };
  for (let n = 0; n < deals; n++) {
    const seller = Math.floor(chance() * reps);
    const on = Math.floor(chance() * DAYS);
    const size = 50_000 + Math.floor(chance() * chance() * 20_000_000);
    const cents = chance() < CLAWED_BACK ? -size : size;
    const isShared = chance() < TWO_PARTS;
    if (!isShared) {
      give(seller, on, n, 0, cents);
      continue;
    }
    const other = (seller + 1 + Math.floor(chance() * (reps - 1))) % reps;
    const own = halfEven(cents * 3, 5);
    give(seller, on, n, 0, own);
    give(other, on, n, 1, cents - own);
  }
  const [from, to] = [0, count];
  return {
    person: person.slice(from, to),
    day: day.slice(from, to),
    deal: deal.slice(from, to),
    part: part.slice(from, to),
    amount: amount.slice(from, to),
  };
}

function peopleOf(deals: number, reps: number, chance: Chance) {
  const managers = Math.ceil(reps / 10);
  const payees = reps + managers + Math.ceil(reps / 100);
  const manager = new Int32Array(payees).fill(-1);
  const rate = new Int32Array(payees);
  const quota = new Float64Array(payees);
  const opening = new Float64Array(payees);
  const typical = (deals / reps) * MEAN_CENTS * 0.94;
  for (let p = 0; p < reps; p++) {
    manager[p] = reps + Math.floor(p / 10);
    rate[p] = 400 + Math.floor(chance() * 801);
    quota[p] = 2 * Math.floor((typical * (0.5 + 1.5 * chance())) / 2) || 2;
    opening[p] = Math.floor((quota[p] as number) * 0.3 * chance());
  }
  for (let p = reps; p < reps + managers; p++) {
    manager[p] = reps + managers + Math.floor((p - reps) / 10);
    rate[p] = 100 + Math.floor(chance() * 101);
  }
  for (let p = reps + managers; p < payees; p++) rate[p] = 30 + Math.floor(chance() * 31);
  for (let p = 0; p < reps + managers; p++) {
    const above = manager[p] as number;
    quota[above] = (quota[above] as number) + (quota[p] as number);
    opening[above] = (opening[above] as number) + (opening[p] as number);
  }
  return { managers, payees, manager, rate, quota, opening };
}

/** Whole numbers only, so that no float decides a tie. */
function halfEven(num: number, den: number): number {
  const floor = Math.floor(num / den);
  const twice = 2 * (num - floor * den);
  if (twice !== den) return twice > den ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Mulberry32. */
function seeded(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
