/**
 * Why a line pays what it pays: its arithmetic, the credit it was calculated on, the deal behind it, and
 * the webhooks that the deal is made of, each with its raw bytes and its signature checked again.
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { DealId, PeriodId, PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { covers, Day, Instant } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/crediting.ts';
import { Conversion } from '../deals/worth.ts';
import { explainLine, Step } from '../plans/components/index.ts';
import { counted } from '../plans/credit-rate.ts';
import { cutSteps } from '../plans/cutting.ts';
import { personal, termSteps } from '../plans/terms.ts';
import { amount } from '../plans/words.ts';
import type { PayeeResult } from '../runs/calculate.ts';
import { enrolmentsPaying, type Manifest, planOf } from '../runs/manifest.ts';
import type { TrueUp } from '../runs/posted.ts';
import { Reason } from '../runs/reopening.ts';
import { componentOf } from './statement.ts';

const Signature = z.object({
  scheme: z.string(),
  webhookId: z.string(),
  timestamp: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  verified: z.boolean(),
});

/** A row of a file that was imported: its content is proven by the digest of the whole file. */
const FileRow = z.object({ import: z.string(), line: z.int(), content: z.string().nullable() });

/** One thing that the CRM said about the deal, by a webhook or in a file. */
export const SourceEvent = z.object({
  id: z.string(),
  event: z.string(),
  occurredAt: Instant,
  receivedAt: Instant,
  /** Whether the credit, or what came late, follows from this one. */
  causedTheCredit: z.boolean(),
  /** Of a line that came late: its deal. */
  deal: DealId.optional(),
  /** The body of the webhook as it came. */
  raw: z.string().optional(),
  signature: Signature.optional(),
  row: FileRow.optional(),
});
export type SourceEvent = z.output<typeof SourceEvent>;

const ExplainedCredit = z.object({
  id: z.string(),
  amountMinor: Minor,
  day: Day,
  person: PersonId,
  name: z.string(),
  part: z.int(),
  reverses: z.string().optional(),
  /** Of a deal in another currency: by which rate it came to this amount. */
  converted: Conversion.optional(),
  /** 'direct' for the payee's own, 'others' for one that came from their people or their team. */
  came: z.enum(['direct', 'others']),
});

export const Explanation = z.object({
  line: z.int(),
  currency: Currency,
  amountMinor: Minor,
  plan: z.object({ plan: PlanId, version: z.int(), name: z.string() }),
  component: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  /** The earlier period that the line corrects, and the deals of which was heard late. */
  trueUpOf: z
    .object({
      period: PeriodId,
      deals: z.array(DealId),
      /** What it follows from, where that is no deal. */
      reopening: Reason.optional(),
    })
    .optional(),
  /** In order; their amounts add up to the line. */
  arithmetic: z.array(Step),
  /** Absent, with its deal, where a line follows from no credit but from recorded results. */
  credit: ExplainedCredit.optional(),
  deal: z.object({ id: DealId, recordId: z.string() }).optional(),
  events: z.array(SourceEvent),
});
export type Explanation = z.output<typeof Explanation>;

/** The line anew, by the same rules from the same pinned inputs, before anything is read about its deal. */
export function derivation(manifest: Manifest, result: PayeeResult, number: number, credit?: Credit) {
  const line = result.lines[number - 1];
  assert(line, 'a line is explained that the statement has');
  return {
    line: number,
    currency: manifest.currency,
    amountMinor: line.amountMinor,
    ...(line.trueUp ? arithmeticOfTrueUp(manifest, line.trueUp) : arithmeticOf(manifest, result, line)),
    ...(credit && { credit: explained(manifest, result, countedBy(manifest, line, credit)) }),
  };
}

/** As the plan of a line counts it. */
function countedBy({ plans }: Manifest, { plan, planVersion }: PayeeResult['lines'][number], credit: Credit) {
  const found = plans.find((one) => one.plan === plan && one.version === planVersion);
  return found ? counted(found.policies.creditRate, credit, found.currency) : credit;
}

function explained({ org }: Manifest, { payee }: PayeeResult, credit: Credit) {
  const { id, amountMinor, day, person, part, reverses, converted } = credit;
  const came = person === payee ? ('direct' as const) : ('others' as const);
  const name = org.people[person]?.name ?? person;
  const more = { ...(reverses && { reverses }), ...(converted && { converted }) };
  return { id, amountMinor, day, person, name, part, ...more, came };
}

const PAYS = ['By what was known before, it pays', 'By what is known now, it pays'];

/** What is posted late: what the period paid by what was known before, and what it pays by what is known now. */
function arithmeticOfTrueUp({ currency, plans, org }: Manifest, { plan, planVersion, ...trueUp }: TrueUp) {
  const { component, name, period, beforeMinor, afterMinor, reopening } = trueUp;
  const version = plans.find((one) => one.plan === plan && one.version === planVersion);
  const kind = version?.components.find(({ id }) => id === component)?.kind ?? 'true-up';
  const words = reopening ? reopened(org, reopening) : trueUp.asPaid ? ['It was paid', 'It keeps'] : PAYS;
  const was = amount(beforeMinor, currency);
  const is = amount(afterMinor, currency);
  return {
    plan: { plan, version: planVersion, name: version?.name ?? plan },
    component: { id: component, name, kind },
    trueUpOf: { period, deals: trueUp.deals, ...(reopening && { reopening }) },
    arithmetic: [
      { text: `${words[0]} in ${period}: ${was}`, amountMinor: -beforeMinor },
      { text: `${words[1]} in ${period}: ${is}`, amountMinor: afterMinor },
    ],
  };
}

/** In whose words a period was reopened, and who agreed. */
function reopened({ people }: Manifest['org'], { reason, askedBy, approvedBy }: Reason): string[] {
  const nameOf = (id: Reason['askedBy']) => people[id as PersonId]?.name ?? id;
  const who = `asked for by ${nameOf(askedBy)}, approved by ${nameOf(approvedBy)}`;
  return ['By what was said of it then, it paid', `Reopened (“${reason}”, ${who}), it pays`];
}

/** By which plan and component, on which terms, and from where to where attainment moved. */
function arithmeticOf(manifest: Manifest, { payee }: PayeeResult, line: PayeeResult['lines'][number]) {
  const { currency } = manifest;
  const enrolment = enrolmentsPaying(manifest, payee).find(
    (one) => one.plan === line.plan && covers(one, line.day),
  );
  assert(enrolment, 'a line is paid by the one enrolment in its plan on its day');
  const plan = planOf(manifest, enrolment);
  const written = componentOf(manifest, line);
  const own = personal(plan, enrolment.terms);
  const component = 'hold' in own ? undefined : own.components.find(({ id }) => id === written.id);
  assert(component, 'who is held has no lines');
  return {
    plan: { plan: line.plan, version: line.planVersion, name: plan.name },
    component: { id: component.id, name: component.name, kind: component.kind },
    arithmetic: [
      ...termSteps(written, currency, enrolment.terms),
      ...explainLine(component, line, currency, plan.rounding),
      ...cutSteps(line, currency),
    ],
  };
}
