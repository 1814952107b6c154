/**
 * A plan letter: what a version of a plan says to one payee, with their own terms in it, under the headings
 * that a written contract on commissions owes them. It is made from the same document that pays.
 *
 *   What you earn        Commission: You earn 10 % of every deal of your own …
 *   When it is earned    A deal counts on the day it is won.
 *   When it is paid      With the run of each quarter.
 *   What is taken back   A deal that is taken back lowers what the period pays …
 *   When you leave       Deals count up to the end of your enrolment.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Day } from '../../shared/kernel/time.ts';
import { type Enrolment, EnrolmentId } from '../plans/enrolment.ts';
import { clawbackSentence } from '../plans/clawback.ts';
import { creditRateSentence } from '../plans/credit-rate.ts';
import { exitSentence } from '../plans/exit.ts';
import { inPlainWords, type PlanVersion } from '../plans/plan.ts';
import { personal } from '../plans/terms.ts';

const Section = z.object({ heading: z.string(), sentences: z.array(z.string()) });
type Section = z.output<typeof Section>;

export const Letter = z.object({
  enrolment: EnrolmentId,
  person: PersonId,
  name: z.string(),
  plan: PlanId,
  version: z.int(),
  from: Day,
  to: Day.nullable(),
  sections: z.array(Section),
  /** SHA-256 of all the others in canonical JSON: what a payee signs. */
  fingerprint: z.string(),
});
export type Letter = z.output<typeof Letter>;

export function letterOf(plan: PlanVersion, enrolment: Enrolment, name: string): Letter {
  const { id, person, version, from, to, terms } = enrolment;
  const own = personal(plan, terms);
  const said = inPlainWords('hold' in own ? plan : { ...plan, components: own.components });
  const sections: Section[] = [
    {
      heading: 'What you earn',
      sentences: [said.intro, ...said.components.map((one) => `${one.name}: ${one.text}`)],
    },
    {
      heading: 'When it is earned',
      sentences: [...earnedWords(plan), ...creditRateSentence(plan.policies.creditRate)],
    },
    {
      heading: 'When it is paid',
      sentences: [
        `What is earned is paid with the run of each ${plan.period}.`,
        ...(said.payment ?? []),
        ...currencyWords(plan, enrolment),
      ],
    },
    { heading: 'What is taken back', sentences: [clawbackSentence(plan.policies.clawback)] },
    { heading: 'When you leave', sentences: [exitSentence(plan.policies.exit)] },
    { heading: 'How long this holds', sentences: [untilWords(enrolment, plan)] },
  ];
  const letter = { enrolment: id, person, name, plan: plan.plan, version, from, to, sections };
  return { ...letter, fingerprint: createHash('sha256').update(canonical(letter)).digest('hex') };
}

const EARNED = {
  booking: 'A deal counts on the day it is won.',
  invoice: 'What is invoiced of a deal counts on the day of its invoice.',
  cash: 'What is collected of a deal counts on the day it is paid for.',
};

function earnedWords({ measures }: PlanVersion): string[] {
  const clocks = new Set(measures.map(({ clock }) => clock));
  return [...clocks].map((clock) => EARNED[clock]);
}

/** In what, and at which rate, who is paid in another currency than the plan's. */
function currencyWords({ currency, policies }: PlanVersion, { payCurrency: to }: Enrolment): string[] {
  if (to === undefined || to === currency) return [];
  const by = policies.payRate ?? 'periodEnd';
  const own = typeof by === 'object' ? by.rates[to] : undefined;
  const rate = {
    periodEnd: 'the last rate that is said of a day of the period',
    monthAverage: 'the mean of the rates of its last month',
    plan: own ?? 'a rate that the plan does not say yet',
  }[typeof by === 'object' ? 'plan' : by];
  return [`It is counted in ${currency} and paid in ${to}, at ${rate}.`];
}

/** Terms that have no end go on until others are agreed, as law in some places presumes. */
function untilWords({ from, to }: Enrolment, { policies }: PlanVersion): string {
  if (to === null) return `It holds from ${from}, and goes on until other terms take its place.`;
  const until = `It holds from ${from} up to, not including, ${to}`;
  return policies.afterEnd === 'inForce'
    ? `${until}, and stays in force after that until other terms take its place or you leave.`
    : `${until}. What is sold from then on is not paid by it.`;
}
