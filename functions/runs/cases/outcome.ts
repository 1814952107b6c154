/**
 * What the engine makes of a golden case: the same inputs, credits and arithmetic as a run, for each period
 * that is paid and everybody of whom the case expects something.
 */
import type { PeriodId, PersonId } from '../../../shared/kernel/ids.ts';
import type { Credit } from '../../deals/crediting.ts';
import { shown } from '../../ledger/balances.ts';
import { closings, type Opening } from '../../ledger/opening.ts';
import { type Calculator, calculatorOf } from '../calculate.ts';
import { reachedIn } from '../clocks.ts';
import type { Known } from '../clawback.ts';
import { type Correction, correctionOf } from '../correction.ts';
import { estimate } from '../estimate.ts';
import { type Reached, reachedAfter } from '../interval.ts';
import { type Inputs, payeesOf } from '../manifest.ts';
import { type PayeeSettled, closingHeld, payableResult, settlePayee } from '../settling.ts';
import { Supposed } from '../supposed.ts';
import type { Pinned } from '../true-up.ts';
import type { GoldenCase } from './case.ts';
import { inputsOf } from './company.ts';
import { type ReopenedCase, reopenedFor, saidUpTo } from './reopened.ts';
import { personOf } from './said.ts';
import type { Balances, Outcome, Seen } from './seen.ts';
import { bodyOfEstimate, caseDealId, soldIn } from './sold.ts';

export function outcomeOf(golden: GoldenCase): Outcome {
  const outcome = new Map<PeriodId, ReadonlyMap<string, Seen>>();
  let openings: Opening[] = [];
  let reached: Reached[] = [];
  const paid: Pinned[] = [];
  for (const period of golden.pay) {
    const opened = { ...inputsOf(saidUpTo(golden, period))(period), openings, reached };
    const credits = soldIn(golden, opened.period.closesAt ?? undefined);
    const known = knownIn(golden, paid, opened, credits);
    const reopened = reopenedFor(golden, paid, opened, known?.before);
    paid.splice(0, paid.length, ...reopened.paid);
    const inputs = { ...opened, ...correctionAfter(opened, reopened, known) };
    paid.push({ ...inputs, payees: payeesOf(inputs) });
    const run = settledRun(inputs, credits);
    const seen = expectedIn(golden, period).map((name): [string, Seen] => {
      const person = personOf(golden, name, `/expect/${period}/${name}`);
      const estimates = estimatesOf(golden, inputs, credits, name);
      return [name, { ...seenIn(golden, run, person), ...(estimates && { estimates }) }];
    });
    outcome.set(period, new Map(seen));
    openings = run.closings;
    const found = payeesOf(inputs).flatMap((payee) => run.result(payee).reached ?? []);
    reached = reachedAfter(inputs, found);
  }
  return outcome;
}

/** What was known of earlier periods of its kind when the last of them was paid, and what is known now. */
function knownIn(
  golden: GoldenCase,
  paid: readonly Pinned[],
  { period }: Inputs,
  credits: readonly Credit[],
) {
  const known = paid.findLast((one) => one.period.kind === period.kind)?.period.closesAt;
  if (!known) return undefined;
  const before = soldIn(golden, known).filter(({ day }) => day < period.from);
  return { before, now: credits.filter(({ day }) => period.to === null || day < period.to) };
}

/** What came late of the periods of its kind that were paid before, and what they pay since they were reopened. */
function correctionAfter(opened: Inputs, { paid, trueUps, moved }: ReopenedCase, known?: Known): Correction {
  const earlier = paid.filter((one) => one.period.kind === opened.period.kind);
  if (!known) return {};
  const late = correctionOf(opened, earlier, known, moved);
  return { ...late, trueUps: [...trueUps, ...(late.trueUps ?? [])] };
}

type SettledRun = {
  readonly result: Calculator;
  readonly settled: ReadonlyMap<PersonId, PayeeSettled | undefined>;
  readonly closings: Opening[];
};

/** Everybody is settled, since the next period opens with what this one closes with. */
function settledRun(inputs: Inputs, credits: readonly Credit[]): SettledRun {
  const calculate = calculatorOf(inputs, credits);
  const result: Calculator = (payee) => payableResult(inputs, calculate(payee));
  const reached = reachedIn(inputs, credits);
  const settled = new Map(
    payeesOf(inputs).map((payee) => [payee, settlePayee(inputs, result(payee), reached)] as const),
  );
  const closed = [...settled].flatMap(([person, one]) => {
    const balances = one?.closing ?? closingHeld(inputs, person, reached);
    return balances ? [{ person, balances }] : [];
  });
  return { result, settled, closings: closings(inputs.openings ?? [], closed) };
}

/** Of whom the case expects something in a period. */
export function expectedIn({ expect, together }: GoldenCase, period: PeriodId): string[] {
  const grouped = together.filter((one) => one.period === period).flatMap(({ people }) => people);
  return [...new Set([...Object.keys(expect[period] ?? {}), ...grouped])];
}

function seenIn(golden: GoldenCase, run: SettledRun, person: PersonId): Seen {
  const names = new Map(golden.deals.map(({ id }) => [caseDealId(id), id]));
  const { totalMinor, components, lines, hold } = run.result(person);
  const settled = run.settled.get(person);
  return {
    totalMinor,
    components,
    lines: lines.flatMap(({ deal, amountMinor }) => {
      const name = deal && names.get(deal);
      return name === undefined ? [] : [{ deal: name, amountMinor }];
    }),
    ...(hold && { hold: hold.code }),
    ...(settled && { settled: balancesOf(settled) }),
  };
}

function balancesOf({ paidMinor: paid, closing }: PayeeSettled): Balances {
  const { owedMinor, overpaidMinor, excessMinor, heldMinor } = shown(closing);
  return { paid, owed: owedMinor, overpaid: overpaidMinor, excess: excessMinor, held: heldMinor };
}

function estimatesOf(golden: GoldenCase, inputs: Inputs, credits: readonly Credit[], name: string) {
  const at = `/expect/${inputs.period.id}/${name}`;
  const asked = golden.expect[inputs.period.id]?.[name]?.estimates;
  return asked?.map((said, n) => {
    const place = `${at}/estimates/${n}`;
    const idOf = (who: string) => personOf(golden, who, place);
    const supposed = Supposed.parse(bodyOfEstimate(golden, said, place, idOf));
    return estimate(inputs, credits, { ...supposed, day: said.on, person: idOf(name) });
  });
}
