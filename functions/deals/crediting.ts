/**
 * Who is credited what, from the changes of a deal. A credit is never edited: a later change takes back
 * all that stands by new negative credits, each naming what it reverses, and gives anew.
 *
 *   10 Mar  won at 50,000        +50,000
 *   20 Mar  amended to 60,000    −50,000 +60,000
 *   02 Apr  lost                 −60,000
 *
 * The first are dated on the close date of the winning state, else on the day it was won where the
 * company is; later ones on the day of their change, and never before the booking.
 *
 * Clocks count to date, so that each change adds what is new of each part, and nothing is lost between:
 *
 *   15 Mar  collected 4,000      +4,000 by cash
 *   10 Apr  collected 8,000      +4,000 by cash
 */
import { type DealId, derivedId, type PersonId } from '../../shared/kernel/ids.ts';
import type { Day, TimeZone } from '../../shared/kernel/time.ts';
import type { Clock, Credit } from './credit.ts';
import type { DealChange } from './deal.ts';
import { momentsOf } from './moments.ts';
import { eachOf, isSomething, type Part, partsOf } from './parts.ts';
import { type Counting, countedIn } from './worth.ts';

export { Credit } from './credit.ts';

/** What stands of a deal by one clock: its parts, and the credits that come to them. */
type Standing = { readonly parts: readonly Part[]; readonly credits: readonly Credit[] };
type Occasion = { readonly deal: DealId; readonly event: string; readonly day: Day };

const CLOCKS: readonly (Clock | undefined)[] = [undefined, 'invoice', 'cash'];
const nothingYet: Standing = { parts: [], credits: [] };

/**
 * Every credit that ever followed, in order: what stands is their sum. Amounts in other currencies become the
 * company's as `counting` says; it is left out where all are in the company's, as in a file.
 */
export function creditsOf(
  deal: DealId,
  changes: readonly DealChange[],
  zone: TimeZone,
  counting?: Counting,
): Credit[] {
  const credits: Credit[] = [];
  const standing = new Map<Clock | undefined, Standing>();
  for (const { change, state, today, booked, wins, transfer } of momentsOf(changes, zone)) {
    const counted = counting && booked ? countedIn(counting, state, booked) : state;
    for (const clock of CLOCKS) {
      const day = latest(booked ?? today, wins && !clock ? undefined : today);
      const from = transfer && booked ? { ...transfer, won: booked } : transfer;
      const parts = counted ? partsOf(counted, from, clock) : [];
      const next = moved(standing.get(clock) ?? nothingYet, parts, { deal, event: change.id, day });
      credits.push(...next.credits);
      standing.set(clock, next.standing);
    }
  }
  return credits;
}

/** The same for the same, so that giving a credit twice gives it once. */
export function creditIdOf(
  deal: DealId,
  event: string,
  person: PersonId,
  part: number,
  clock?: Clock,
): string {
  return derivedId('crd', deal, event, person, String(part), ...(clock ? [clock] : []));
}

/** The credits by which what stands becomes these parts. */
function moved(
  before: Standing,
  parts: readonly Part[],
  occasion: Occasion,
): { readonly credits: Credit[]; readonly standing: Standing } {
  const differences = differencesOf(parts, before.parts);
  const news = differences?.filter(isSomething);
  if (news?.length === 0) return { credits: [], standing: before };
  if (news?.every(({ clock }) => clock)) {
    const credits = news.map((part) => give(part, occasion));
    return { credits, standing: { parts, credits: [...before.credits, ...credits] } };
  }
  const given = parts.filter(isSomething).map((part) => give(part, occasion));
  const back = before.credits.map((credit) => takeBack(credit, occasion));
  return { credits: [...back, ...given], standing: { parts, credits: given } };
}

/** What is new of each part; undefined where they are other parts, of other people or about something else. */
function differencesOf(parts: readonly Part[], before: readonly Part[]): Part[] | undefined {
  const isSame =
    parts.length === before.length && parts.every((part, n) => factsOf(part) === factsOf(before[n]));
  if (!isSame) return undefined;
  return parts.map((part, n) => ({
    ...part,
    ...eachOf(part, (now, name) => now - (before[n]?.[name] ?? 0n)),
  }));
}

function factsOf(part: Part | undefined): string {
  const { amountMinor: _, units, costMinor, ...facts } = part ?? {};
  const counted = [units !== undefined, costMinor !== undefined];
  return JSON.stringify([facts, counted], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
}

function give({ dealMinor, ...part }: Part, { deal, event, day }: Occasion): Credit {
  const id = creditIdOf(deal, event, part.person, part.part, part.clock);
  return { id, deal, event, day, ...part, ...(dealMinor !== part.amountMinor && { dealMinor }) };
}

function takeBack(credit: Credit, { deal, event, day }: Occasion): Credit {
  const { id: reverses, person, part, dealMinor } = credit;
  const id = derivedId('crd', deal, event, person, String(part), reverses);
  const negated = eachOf(credit, (n) => -n);
  const of = { reverses, reversedDay: credit.day };
  return { ...credit, id, event, day, ...negated, ...(dealMinor && { dealMinor: -dealMinor }), ...of };
}

function latest(a: Day, b: Day | undefined): Day {
  return b !== undefined && b > a ? b : a;
}
