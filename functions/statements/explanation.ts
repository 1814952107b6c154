/**
 * Why a line pays what it pays: its arithmetic, the credit it was calculated on, the deal behind it, and
 * the webhooks that the deal is made of, each with its raw bytes and its signature checked again.
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { DealId, PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';
import type { Credit } from '../deals/crediting.ts';
import { explainLine, Step } from '../plans/components/index.ts';
import type { PayeeResult } from '../runs/calculate.ts';
import type { Manifest } from '../runs/manifest.ts';
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
  /** Whether the credit follows from this one. */
  causedTheCredit: z.boolean(),
  /** The body of the webhook as it came. */
  raw: z.string().optional(),
  signature: Signature.optional(),
  row: FileRow.optional(),
});
export type SourceEvent = z.output<typeof SourceEvent>;

export const Explanation = z.object({
  line: z.int(),
  currency: Currency,
  amountMinor: Minor,
  plan: z.object({ plan: PlanId, version: z.int(), name: z.string() }),
  component: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  /** In order; their amounts add up to the line. */
  arithmetic: z.array(Step),
  credit: z.object({
    id: z.string(),
    amountMinor: Minor,
    day: Day,
    person: PersonId,
    name: z.string(),
    part: z.int(),
    reverses: z.string().optional(),
    /** 'direct' for the payee's own; 'rollUp' for one that came up the reporting line of its day. */
    came: z.enum(['direct', 'rollUp']),
  }),
  deal: z.object({ id: DealId, recordId: z.string() }),
  events: z.array(SourceEvent),
});
export type Explanation = z.output<typeof Explanation>;

/** The line anew, by the same rules from the same pinned inputs, before anything is read about its deal. */
export function derivation(manifest: Manifest, result: PayeeResult, number: number, credit: Credit) {
  const line = result.lines[number - 1];
  assert(line, 'a line is explained that the statement has');
  const { currency, plans, org } = manifest;
  const component = componentOf(manifest, line);
  const plan = plans.find((one) => one.plan === line.plan && one.version === line.planVersion);
  const total = result.components.find((one) => one.plan === line.plan && one.component === line.component);
  const quotaMinor = total?.quotaMinor;
  const before = { creditedMinor: line.creditedBeforeMinor, quotaMinor };
  const after = { creditedMinor: line.creditedAfterMinor, quotaMinor };
  const { id, amountMinor, day, person, part, reverses } = credit;
  const came = person === result.payee ? ('direct' as const) : ('rollUp' as const);
  const name = org.people[person]?.name ?? person;
  return {
    line: number,
    currency,
    amountMinor: line.amountMinor,
    plan: { plan: line.plan, version: line.planVersion, name: plan?.name ?? line.plan },
    component: { id: component.id, name: component.name, kind: component.kind },
    arithmetic: explainLine(component, before, after, currency),
    credit: { id, amountMinor, day, person, name, part, ...(reverses && { reverses }), came },
  };
}
