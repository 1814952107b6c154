/**
 * A plan: one document that says how people are paid. Every version is immutable from the moment it
 * exists; a change makes the next version, so no line of the past can change under anybody.
 */
import * as z from 'zod';
import { PlanId } from '../../shared/kernel/ids.ts';
import { type CalendarShape, PayKind, payKindsOf } from '../../shared/kernel/calendar-shape.ts';
import { Currency, isHistoric } from '../../shared/kernel/money.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { Name } from '../../shared/kernel/text.ts';
import { capFaults, capSentence } from './caps.ts';
import { Component, describe, Rounding } from './components/index.ts';
import { creditRateSentence } from './credit-rate.ts';
import { clawbackSentence } from './clawback.ts';
import { exitSentence } from './exit.ts';
import { IN_FORCE_SENTENCE } from './expiry.ts';
import { type PlanFault, planFaults } from './faults.ts';
import { Policies } from './policies.ts';
import { BOOKINGS, Measure, measureOf } from './measure.ts';
import { PaymentTerms, paymentFaults } from './payment.ts';
import { paymentWords } from './payment-words.ts';

export { Component } from './components/index.ts';

/** What the API's page shows as a first draft: it can be sent as it is. */
const example = {
  name: 'Account executives',
  currency: 'EUR',
  period: 'quarter',
  components: [
    {
      id: 'commission',
      name: 'Commission',
      kind: 'rate-table',
      goal: 'New business up to and above quota',
      mode: 'marginal',
      bands: [
        { from: '0', to: '1', rate: '0.10' },
        { from: '1', to: null, rate: '0.15' },
      ],
    },
  ],
};

const document = {
  name: Name,
  currency: Currency,
  /** The periods of the pay calendar that it pays for; attainment starts anew with each of them. */
  period: PayKind,
  /** What is counted; one's own bookings, where nothing is said. */
  measures: z.array(Measure).min(1).max(40).default([BOOKINGS]),
  components: z.array(Component).min(1).max(40),
  /** How running totals become whole minor units. */
  rounding: Rounding.default('half-even'),
  policies: Policies.prefault({}),
  /** Guarantee, draw, holdback: without any, what is earned is paid. */
  payment: PaymentTerms.optional(),
};

/** What a plan's author writes. */
export const PlanDraft = z.strictObject(document).meta({ examples: [example] });
export type PlanDraft = z.output<typeof PlanDraft>;

export const PlanVersion = z.object({ plan: PlanId, version: z.int().positive(), ...document });
export type PlanVersion = z.output<typeof PlanVersion>;

/** The plan over all its versions; `version` is the newest, and all from 1 up to it exist. */
export const PlanHead = z.object({ id: PlanId, name: z.string(), version: z.int().positive() });
export type PlanHead = z.output<typeof PlanHead>;

/** A version in plain words. */
export const PlanText = z.object({
  intro: z.string(),
  components: z.array(
    z.object({ component: z.string(), name: z.string(), text: z.string(), goal: z.string().optional() }),
  ),
  policies: z.array(z.string()).optional(),
  payment: z.array(z.string()).optional(),
});
export type PlanText = z.output<typeof PlanText>;

/** What a company decided that its plans must fit. */
export type Terms = { readonly currency: Currency; readonly calendar: CalendarShape };

/** Refuses a draft that does not say one clear thing, with every fault of it at once. */
export function draftVersion(
  draft: PlanDraft,
  plan: PlanId,
  version: number,
  { currency, calendar }: Terms,
): PlanVersion {
  const faults = [
    ...currencyFaults(draft, currency),
    ...periodFaults(draft, calendar),
    ...planFaults(draft),
    ...capFaults(draft, calendar.kind !== 'boundaries'),
    ...termsFaults(draft),
  ];
  const [first] = faults;
  if (first) throw new Refusal('rule', first.code, first.message, faults.map(toInput));
  return { plan, version, ...draft };
}

/** Whether a draft says what a version already says. */
export function saysTheSame(standing: PlanVersion, draft: PlanDraft): boolean {
  const { plan, version } = standing;
  return canonical(standing) === canonical({ plan, version, ...draft });
}

/** The plan in plain words, from the same components that pay. */
export function inPlainWords(plan: PlanVersion): PlanText {
  const { name, currency, period, measures, components, policies, payment } = plan;
  const intro = `${name} pays in ${currency} for every ${period}; attainment starts anew with each ${period}.`;
  const parts = components.map((component) => ({
    component: component.id,
    name: component.name,
    text: describe(component, { currency, measure: measureOf(measures, component) }),
    ...(component.goal !== undefined && { goal: component.goal }),
  }));
  const { caps = [], creditRate, clawback, exit, afterEnd } = policies;
  const said = [
    ...caps.map((cap) => capSentence(cap, currency)),
    ...creditRateSentence(creditRate),
    ...(clawback ? [clawbackSentence(clawback)] : []),
    ...(exit ? [exitSentence(exit)] : []),
    ...(afterEnd === 'inForce' ? [IN_FORCE_SENTENCE] : []),
  ];
  return {
    intro,
    components: parts,
    ...(said.length > 0 && { policies: said }),
    ...(payment && { payment: paymentWords(payment, currency) }),
  };
}

const toInput = ({ pointer, message }: PlanFault) => ({ pointer, message });

/** A company that counted in a currency before that became historic goes on to pay in it. */
function currencyFaults(draft: PlanDraft, currency: Currency): PlanFault[] {
  if (draft.currency === currency) return [];
  const code = isHistoric(draft.currency) ? 'currency.historic' : 'currency.mismatch';
  const message = `Credits are in ${currency}, so the plan pays in ${currency}.`;
  return [{ code, pointer: '/currency', message }];
}

function periodFaults({ period, measures }: PlanDraft, calendar: CalendarShape): PlanFault[] {
  const kinds = payKindsOf(calendar);
  if (kinds.includes(period)) return intervalFaults(measures, calendar);
  const message = `The company pays by its calendar's ${kinds.map((kind) => `${kind}s`).join(' and ')}.`;
  return [{ code: 'period.other-calendar', pointer: '/period', message }];
}

/** Windows between boundaries lie in no quarter and in no year. */
function intervalFaults(measures: readonly Measure[], { kind }: CalendarShape): PlanFault[] {
  if (kind !== 'boundaries') return [];
  return measures.flatMap(({ over }, n) => {
    if (over === 'period') return [];
    const message = `The company's calendar has no ${over}s to count over.`;
    return [{ code: 'measure.no-interval', pointer: `/measures/${n}/over`, message }];
  });
}

function termsFaults({ payment }: PlanDraft): PlanFault[] {
  const faults = payment ? paymentFaults(payment) : [];
  return faults.map((fault) => ({ ...fault, pointer: `/payment${fault.pointer}` }));
}

function canonical(value: object): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner));
}
