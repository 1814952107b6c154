/**
 * The terms of an enrolment are numbers that its plan leaves open. They are put in their places before
 * anything is calculated, so that all components pay by plain numbers.
 *
 *   the plan: rate {term: 'commissionRate'}     the enrolment: {commissionRate: '0.012', bonus: '4100'}
 *             amountMinor {term: 'bonus'}                      1.2 %, and in EUR 410,000 cents
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { type Currency, minorFromDecimal } from '../../shared/kernel/money.ts';
import { Decimal } from '../../shared/kernel/rational.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { type Asked, filled, TermName, termsIn } from './components/rate.ts';
import type { Component, Step } from './components/index.ts';
import type { Policies } from './policies.ts';
import { askedByPayment, type PaymentTerms } from './payment.ts';
import { amount, percent } from './words.ts';

const MOST_TERMS = 50;

export const Terms = z
  .record(TermName, Decimal)
  .refine((terms) => Object.keys(terms).length <= MOST_TERMS, `must be at most ${MOST_TERMS} terms`)
  .meta({ id: 'Terms', description: 'numbers as text, by name', examples: [{ commissionRate: '0.012' }] });
export type Terms = z.output<typeof Terms>;

type Paying = {
  readonly components: readonly Component[];
  readonly currency: Currency;
  readonly policies: Policies;
  readonly payment?: PaymentTerms | undefined;
};
type TermFault = { readonly code: string; readonly pointer: string; readonly message: string };
type Hold = { readonly hold: { readonly code: string; readonly message: string } };

type Personal = { readonly components: Component[]; readonly policies: Policies };

/** The components and policies of a plan as they pay one person, or why they cannot. */
export function personal(plan: Paying, terms: Terms = {}): Personal | Hold {
  const [fault] = termFaults(plan, terms);
  if (fault) return { hold: { code: fault.code, message: fault.message } };
  const said = (asked: Asked) => saidOf(asked, terms, plan.currency);
  return {
    components: plan.components.map((component) => filled(component, said)),
    policies: filled(plan.policies, said),
  };
}

/** Refuses an enrolment that does not say all that its plan is paid by, or that says anything else. */
export function refuseTerms(plan: Paying, terms: Terms = {}): void {
  const faults = [...termFaults(plan, terms), ...unused(plan, terms)];
  const [first] = faults;
  if (first) throw new Refusal('rule', first.code, first.message, faults);
}

/** What an explanation says of the terms that a component is paid by. */
export function termSteps(component: Component, currency: Currency, terms: Terms = {}): Step[] {
  const words = ({ term, is }: Asked) => {
    const said = terms[term] ?? '0';
    const minor = is === 'amount' ? minorFromDecimal(said, currency) : undefined;
    return `${term} ${minor === undefined ? percent(said) : amount(minor, currency)}`;
  };
  return termsIn(component).map((one) => ({
    text: `Terms of the enrolment: ${words(one)}`,
    amountMinor: 0n,
  }));
}

function saidOf({ term, is }: Asked, terms: Terms, currency: Currency): string | bigint {
  const said = terms[term];
  assert(said !== undefined, 'a payee who does not say a term is held');
  if (is === 'rate') return said;
  const minor = minorFromDecimal(said, currency);
  assert(minor !== undefined, 'a payee with an amount that is none is held');
  return minor;
}

function termFaults(plan: Paying, terms: Terms): TermFault[] {
  return askedBy(plan).flatMap(
    ({ by, ...asked }) => faultOf(asked, by, plan.currency, terms[asked.term]) ?? [],
  );
}

/** All terms that a plan leaves to each enrolment, and by what. */
function askedBy({ components, policies, payment }: Paying): (Asked & { by: string })[] {
  const payments = payment ? askedByPayment(payment).map((asked) => ({ ...asked, by: 'payment' })) : [];
  const named = components.flatMap((component) =>
    termsIn(component).map((asked) => ({ ...asked, by: component.name })),
  );
  const ofPolicies = termsIn(policies).map((asked) => ({ ...asked, by: 'policies' }));
  return [...named, ...ofPolicies, ...payments];
}

function faultOf(
  { term, is }: Asked,
  component: string,
  currency: Currency,
  said: Decimal | undefined,
): TermFault | undefined {
  const pointer = `/terms/${term}`;
  if (said === undefined) {
    const message = `'${component}' is paid by the term ${term}, and the enrolment does not say it.`;
    return { code: 'term.missing', pointer: '/terms', message };
  }
  if (said.startsWith('-')) {
    const message = `'${component}' is paid by the term ${term}, which must not be negative.`;
    return { code: 'term.negative', pointer, message };
  }
  if (is === 'rate' || minorFromDecimal(said, currency) !== undefined) return undefined;
  const message = `'${component}' pays the term ${term}, and ${said} is no amount of whole minor units in ${currency}.`;
  return { code: 'term.no-amount', pointer, message };
}

/** A term that nothing is paid by is a slip of somebody's pen, and would be found on payday. */
function unused(plan: Paying, terms: Terms): TermFault[] {
  const asked = askedBy(plan).map(({ term }) => term);
  const idle = Object.keys(terms).filter((term) => !asked.includes(term));
  return idle.map((term) => {
    const message = `No component of the plan is paid by a term ${term}.`;
    return { code: 'term.unused', pointer: `/terms/${term}`, message };
  });
}
