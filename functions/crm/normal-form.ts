/**
 * What any CRM says about a deal, in one form. A field that is missing did not change, null clears it.
 *
 *   {"type":"deal","recordId":"D1","event":"deal.won","occurredAt":"2026-03-10T09:00:00Z",
 *    "amount":"50000.00","status":"won","ownerRef":"ana@example.com"}
 *
 * Amounts are text or numbers and are taken to the last digit or not at all: '0.30000000000000004', 1e3
 * and '12.345' in euros go to quarantine, and are never rounded. What was invoiced and what was collected are
 * totals to date: two payments of 4,000.00 are said as 4,000.00 and then as 8,000.00.
 */
import * as z from 'zod';
import { Currency, Minor, minorFromDecimal } from '../../shared/kernel/money.ts';
import { shortest } from '../../shared/kernel/rational.ts';
import { Day, Instant, readInstant } from '../../shared/kernel/time.ts';
import {
  AboutOfWebhook,
  AboutSaid,
  Discount,
  LONGEST_NUMBER,
  MOST_SELLERS,
  ShareOnTop,
  Units,
  Words,
} from './facts.ts';
import type { Unusable } from './inbox.ts';
import { NumberText, readLosslessly } from './lossless.ts';
import { areWhole, Share } from './share.ts';

const Digits = z
  .union([z.string(), z.instanceof(NumberText).transform(({ text }) => text)])
  .pipe(z.string().min(1).max(LONGEST_NUMBER));
const Moment = z
  .string()
  .max(40)
  .overwrite((text) => readInstant(text) ?? '')
  .pipe(Instant);
const Status = z.enum(['open', 'won', 'lost', 'deleted']);

export const DealEvent = z.object({
  recordId: Words,
  /** What the CRM calls this kind of event. */
  event: Words,
  occurredAt: Instant,
  /** The CRM's own order among events of one moment. */
  version: z.string().optional(),
  amountMinor: Minor.nullable().optional(),
  currency: Currency.optional(),
  stage: Words.nullable().optional(),
  status: Status.optional(),
  closeDate: Day.nullable().optional(),
  ownerRef: Words.nullable().optional(),
  splits: z
    .array(z.object({ ownerRef: Words, share: Share }))
    .nullable()
    .optional(),
  /** Who is credited on top of those who divide the amount. */
  overlays: z
    .array(z.object({ ownerRef: Words, share: ShareOnTop }))
    .nullable()
    .optional(),
  about: AboutSaid.nullable().optional(),
  units: Minor.nullable().optional().meta({ description: 'whole units as digits' }),
  costMinor: Minor.nullable().optional(),
  discount: z.string().nullable().optional(),
  /** What was invoiced of it, and what was collected, to date. */
  invoicedMinor: Minor.nullable().optional(),
  collectedMinor: Minor.nullable().optional(),
});
export type DealEvent = z.output<typeof DealEvent>;

/** The body that a customer's own system sends to the signed endpoint. */
const DealWebhook = z.strictObject({
  type: z.literal('deal'),
  recordId: Digits.pipe(Words),
  event: Words,
  occurredAt: Moment,
  version: Digits.pipe(Words).optional(),
  amount: z.unknown().optional(),
  currency: z.string().max(10).optional(),
  stage: Words.nullable().optional(),
  status: Status.optional(),
  closeDate: Day.nullable().optional(),
  ownerRef: Digits.pipe(Words).nullable().optional(),
  splits: z
    .array(z.strictObject({ ownerRef: Digits.pipe(Words), share: Digits.pipe(Share) }))
    .max(MOST_SELLERS)
    .nullable()
    .optional(),
  overlays: z
    .array(z.strictObject({ ownerRef: Digits.pipe(Words), share: Digits.pipe(ShareOnTop) }))
    .max(MOST_SELLERS)
    .nullable()
    .optional(),
  about: AboutOfWebhook.nullable().optional(),
  units: Digits.pipe(Units).transform(BigInt).nullable().optional(),
  cost: z.unknown().optional(),
  discount: Digits.pipe(Discount).transform(shortest).nullable().optional(),
  invoiced: z.unknown().optional(),
  collected: z.unknown().optional(),
});

/** Fields that are amounts, and what they become. */
const AMOUNTS = {
  amount: 'amountMinor',
  cost: 'costMinor',
  invoiced: 'invoicedMinor',
  collected: 'collectedMinor',
} as const;

type Reading = { readonly event: DealEvent } | { readonly unusable: Unusable };

/** Reads the body of an authenticated webhook; what says no currency is read in that of the company. */
export function readDealEvent(bytes: Uint8Array, company: { readonly currency: Currency }): Reading {
  const json = readLosslessly(bytes)?.json;
  const type = z.looseObject({ type: z.unknown() }).safeParse(json);
  if (!type.success) return unusable('body.shape', 'The body is not an object with a type.');
  if (type.data.type !== 'deal') return unusable('type.unknown', "The only type that is known is 'deal'.");
  const { data, error } = DealWebhook.safeParse(json);
  if (error) return unusable('body.shape', shapeOf(error));
  const { type: _, amount, cost, invoiced, collected, ...event } = data;
  const { data: currency } = Currency.safeParse(event.currency ?? company.currency);
  if (currency === undefined) {
    return unusable('currency.unknown', `'${event.currency}' is no currency of ISO 4217.`);
  }
  if (event.splits && !areWhole(event.splits.map(({ share }) => share))) {
    return unusable('split.total', "The shares of a split do not come to one: '0.6' is sixty percent.");
  }
  const amounts = readAmounts({ amount, cost, invoiced, collected }, currency);
  if ('invalid' in amounts) {
    return unusable('amount.invalid', `The ${amounts.invalid} is not exactly an amount of ${currency}.`);
  }
  return { event: { ...event, ...amounts.read } };
}

/** Which record of the CRM a body is about, where it says so. */
export function recordOf(bytes: Uint8Array): string | undefined {
  const Record = z.looseObject({ recordId: Digits.pipe(Words) });
  return Record.safeParse(readLosslessly(bytes)?.json).data?.recordId;
}

type Amounts = Partial<Record<(typeof AMOUNTS)[keyof typeof AMOUNTS], Minor | null>>;

function readAmounts(
  said: Readonly<Record<keyof typeof AMOUNTS, unknown>>,
  currency: Currency,
): { readonly read: Amounts } | { readonly invalid: string } {
  const read: Amounts = {};
  for (const [name, as] of Object.entries(AMOUNTS)) {
    const minor = readAmount(said[name as keyof typeof AMOUNTS], currency);
    if (minor === 'invalid') return { invalid: name };
    if (minor !== undefined) read[as] = minor;
  }
  return { read };
}

function readAmount(amount: unknown, currency: Currency): Minor | null | undefined | 'invalid' {
  if (amount === undefined || amount === null) return amount;
  const { data } = Digits.safeParse(amount);
  if (data === undefined) return 'invalid';
  return minorFromDecimal(data, currency) ?? 'invalid';
}

function shapeOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const names = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 3).join(', ').slice(0, 100) : '';
  const path = `/${issue?.path.join('/') ?? ''}`;
  return names ? `There is no such field: ${names}.` : `${path}: ${issue?.message ?? 'does not fit'}`;
}

function unusable(code: string, message: string): Reading {
  return { unusable: { code, message } };
}
