/**
 * How a deal is divided in one state of it, by what was booked or by what was invoiced or collected to date.
 *
 *   100.00 over three equal shares        33.34, 33.33, 33.33: parts sum to the whole
 *   50,000 of Ana, and Cem on top at 1    50,000 and 50,000: nobody's part is smaller for it
 *   8,000 collected of 10,000             cost 4,000 × 8,000 ÷ 10,000 = 3,200, units likewise
 */
import { proportions, readShare } from '../crm/share.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { divideByShares, type Minor } from '../../shared/kernel/money.ts';
import { fraction, type Rational, roundHalfEven, times } from '../../shared/kernel/rational.ts';
import type { Day } from '../../shared/kernel/time.ts';
import { saysNothing } from './about.ts';
import type { Clock, Credit } from './credit.ts';
import type { DealState } from './deal.ts';
import type { Counted } from './worth.ts';

export type Transfer = { readonly person: PersonId; readonly on: Day; readonly won?: Day };
export type Numbers = Pick<Credit, 'amountMinor' | 'units' | 'costMinor'>;
/** A credit without a day and a cause; the deal's whole amount is always said. */
export type Part = Omit<Credit, 'id' | 'deal' | 'event' | 'day' | 'reverses' | 'dealMinor'> & {
  readonly dealMinor: Minor;
};

/**
 * None unless it is won and has an amount. Shares come before the owner, an override before both. Some parts
 * may be of nothing.
 */
export function partsOf(state: Counted, transfer: Transfer | undefined, clock?: Clock): Part[] {
  const { status, amountMinor: dealMinor, about, discount, converted } = state;
  if (status !== 'won' || dealMinor === null) return [];
  const whole = wholeOf(state, dealMinor, clock);
  if (!whole) return [];
  const facts = {
    dealMinor,
    ...(clock && { clock }),
    ...(discount !== null && { discount }),
    ...(converted && { converted }),
    ...(!saysNothing(about) && { about }),
  };
  const shared = [...sharesOf(state, whole, transfer), ...overlaysOf(state, whole)];
  return shared.map((part) => ({ ...part, ...facts }));
}

export function isSomething({ amountMinor, units = 0n, costMinor = 0n }: Numbers): boolean {
  return amountMinor !== 0n || units !== 0n || costMinor !== 0n;
}

export function eachOf(numbers: Numbers, work: (n: bigint, name: keyof Numbers) => bigint): Numbers {
  const { amountMinor, units, costMinor } = numbers;
  return {
    amountMinor: work(amountMinor, 'amountMinor'),
    ...(units !== undefined && { units: work(units, 'units') }),
    ...(costMinor !== undefined && { costMinor: work(costMinor, 'costMinor') }),
  };
}

/** What is divided: the deal as it was booked, or so much of it as a clock has reached. */
function wholeOf(state: DealState, dealMinor: Minor, clock: Clock | undefined): Numbers | undefined {
  const { units, costMinor } = state;
  const booked: Numbers = {
    amountMinor: dealMinor,
    ...(units !== null && { units }),
    ...(costMinor !== null && { costMinor }),
  };
  if (!clock) return booked;
  const reached = clock === 'invoice' ? state.invoicedMinor : state.collectedMinor;
  if (reached === null) return undefined;
  if (dealMinor === 0n) return { amountMinor: reached };
  return scaled(booked, fraction(reached, dealMinor));
}

function scaled(numbers: Numbers, by: Rational): Numbers {
  return eachOf(numbers, (n) => roundHalfEven(times(fraction(n), by)));
}

type Shared = Numbers & Pick<Part, 'person' | 'part' | 'role' | 'from'>;

/** What the company says itself comes before what its CRM says. */
const splitsOf = ({ override, splits }: DealState) => override?.splits ?? splits;

/** Who says in shares whose a deal is has said it whoever owned it before. */
function sharesOf(state: DealState, whole: Numbers, transfer: Transfer | undefined): Shared[] {
  const splits = splitsOf(state);
  if (!splits) {
    const { owner } = state;
    const from = transfer && transfer.person !== owner ? { from: transfer } : {};
    return owner ? [{ person: owner, part: 0, ...whole, ...from }] : [];
  }
  const shares = proportions(splits.map(({ share }) => share));
  const divided = new Map<keyof Numbers, Minor[]>();
  eachOf(whole, (n, name) => {
    divided.set(name, divideByShares(n, shares));
    return n;
  });
  return splits.map(({ person }, part) => {
    return { person, part, ...eachOf(whole, (_, name) => divided.get(name)?.[part] ?? 0n) };
  });
}

function overlaysOf(state: DealState, whole: Numbers): Shared[] {
  const before = splitsOf(state)?.length ?? 1;
  return (state.overlays ?? []).map(({ person, share }, n) => {
    return { person, part: before + n, ...scaled(whole, readShare(share)), role: 'overlay' };
  });
}
