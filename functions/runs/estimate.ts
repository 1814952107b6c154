/**
 * What a deal would earn, by the same arithmetic that pays it: the payee's earnings with the deal minus
 * those without. At 190,000 of a 200,000 quota a deal of 40,000 earns 10,000 × 10 % + 30,000 × 15 %.
 *
 * Each component says what it would add, and why; where that is nothing, what is in the way.
 */
import * as z from 'zod';
import { PeriodId, type PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { covers, Day } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/crediting.ts';
import { explainLine, type Component, type Standing } from '../plans/components/index.ts';
import { dealWords, measureOf } from '../plans/measure.ts';
import { personal } from '../plans/terms.ts';
import { amount } from '../plans/words.ts';
import { type Earning, earnerOf } from './calculate.ts';
import { type Inputs, planOf } from './manifest.ts';
import { type Supposed, SUPPOSED, supposedCredits } from './supposed.ts';

const Added = z.object({
  plan: PlanId,
  planVersion: z.int(),
  component: z.string(),
  name: z.string(),
  /** What it would pay more, or less. */
  amountMinor: Minor,
  /** How that comes about, or why it would be nothing. */
  sentence: z.string(),
});
type Added = z.output<typeof Added>;

export const Estimate = z.object({
  period: PeriodId,
  currency: Currency,
  day: Day,
  earnedSoFarMinor: Minor,
  /** The sum of what each component would add. */
  wouldEarnMinor: Minor,
  sentence: z.string(),
  components: z.array(Added),
  /** Why nobody can say what the payee earns, and nothing would be paid until that is mended. */
  hold: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type Estimate = z.output<typeof Estimate>;

type Question = Supposed & { readonly person: PersonId; readonly day: Day };
type Sum = (some: readonly { readonly amountMinor: Minor }[]) => Minor;

/** What a deal has to say before it can be rated, by why it cannot. */
const UNSAID: Readonly<Record<string, string>> = {
  'credit.no-cost': '/costMinor',
  'credit.no-units': '/units',
};
const sumOf: Sum = (some) => some.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

export function estimate(inputs: Inputs, credits: readonly Credit[], asked: Question): Estimate {
  const { person, day, ...deal } = asked;
  refuseDay(inputs, day);
  const { currency, period } = inputs;
  const of = { period: period.id, currency, day };
  const nothing = { ...of, earnedSoFarMinor: 0n, wouldEarnMinor: 0n, components: [] };
  const now = earnerOf(inputs, credits)(person);
  if ('hold' in now) return { ...nothing, sentence: now.hold.message, hold: now.hold };
  if (now.length === 0) return { ...nothing, sentence: 'You are in no plan that pays for this period.' };
  const then = earnerOf(inputs, [...credits, ...supposedCredits({ ...deal, day }, person)])(person);
  if ('hold' in then) return unrated(then.hold);
  const components = now.flatMap((before, n) => addedBy(inputs, before, then[n] ?? before));
  const wouldEarnMinor = sumOf(components);
  const would = amount(wouldEarnMinor, currency);
  return {
    ...of,
    earnedSoFarMinor: now.reduce((sum, { earned }) => sum + earned.totalMinor, 0n),
    wouldEarnMinor,
    sentence: `You would earn ${would} from a deal of ${amount(asked.amountMinor, currency)}.`,
    components,
  };
}

function refuseDay({ period, months }: Inputs, day: Day): void {
  if (!covers(period, day)) {
    refuse('rule', 'estimate.other-period', `${day} does not lie in ${period.id}.`, '/period');
  }
  const month = months.find((one) => covers(one, day));
  if (month && month.status !== 'open') {
    refuse('conflict', 'estimate.closed', `${month.id} takes no deals any more.`, '/day');
  }
}

/** Without the deal all can be calculated, so that it is the deal which does not say enough. */
function unrated({ code, message }: { readonly code: string; readonly message: string }): never {
  return refuse('rule', code, message.replaceAll(`deal ${SUPPOSED}`, 'this deal'), UNSAID[code] ?? '');
}

/** What each component of an enrolment would add. */
function addedBy(inputs: Inputs, before: Earning, after: Earning): Added[] {
  const { enrolment } = before;
  const plan = planOf(inputs, enrolment);
  const own = personal(plan, enrolment.terms);
  const components = 'hold' in own ? [] : own.components;
  return components.flatMap((component, n): Added[] => {
    const [was, is] = [before.earned.components[n], after.earned.components[n]];
    const [from, to] = [before.earned.standings[n], after.earned.standings[n]];
    if (!was || !is || !from || !to) return [];
    const amountMinor = is.amountMinor - was.amountMinor;
    const sentence = sentenceOf({ component, from, to, amountMinor, plan, after });
    const { plan: id, version: planVersion } = enrolment;
    return [{ plan: id, planVersion, component: component.id, name: component.name, amountMinor, sentence }];
  });
}

type Move = {
  readonly component: Component;
  readonly from: Standing;
  readonly to: Standing;
  readonly amountMinor: Minor;
  readonly plan: ReturnType<typeof planOf>;
  readonly after: Earning;
};

/** By the words that explain a line; these are of a line that would take the payee from here to there. */
function sentenceOf({ component, from, to, amountMinor, plan, after }: Move): string {
  const { currency, measures, rounding } = plan;
  if (isUnmoved(from, to)) {
    if (amountMinor !== 0n) return `It begins elsewhere with this deal: ${amount(amountMinor, currency)}.`;
    return `This deal does not count here: it pays by ${dealWords(measureOf(measures, component))}.`;
  }
  const lines = after.earned.lines.filter(
    (line) => line.deal === SUPPOSED && line.component === component.id,
  );
  const own = lines.length === 1 ? lines[0]?.own : undefined;
  const [reached, ...steps] = explainLine(component, { before: from, after: to, own }, currency, rounding);
  const texts = steps.map(({ text }) => text);
  if (steps.length === 0 || sumOf(steps) !== amountMinor) {
    const pays = amountMinor === 0n ? 'it pays the same with this deal' : amount(amountMinor, currency);
    return `${reached?.text ?? ''}: ${pays}.`;
  }
  return `${texts.join('; ')}.`;
}

function isUnmoved(from: Standing, to: Standing): boolean {
  const moves = ({ creditedMinor, perCredit, others = {}, shared }: Standing) =>
    JSON.stringify([creditedMinor, perCredit, others, shared], (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    );
  return moves(from) === moves(to);
}
