/**
 * What any CRM says about a deal, in one form. A field that is missing did not change, null clears it.
 *
 *   {"type":"deal","recordId":"D1","event":"deal.won","occurredAt":"2026-03-10T09:00:00Z",
 *    "amount":"50000.00","status":"won","ownerRef":"ana@example.com"}
 *
 * Amounts are text or numbers and are taken to the last digit or not at all: '0.30000000000000004', 1e3
 * and '12.345' in euros go to quarantine, and are never rounded.
 */
import * as z from 'zod';
import { Currency, Minor, minorFromDecimal } from '../../shared/kernel/money.ts';
import { Day, Instant, readInstant } from '../../shared/kernel/time.ts';
import type { Unusable } from './inbox.ts';
import { NumberText, readLosslessly } from './lossless.ts';
import { areWhole, Share } from './share.ts';

const MOST_SPLITS = 50;
/** Longer than any amount or version that means something. */
const LONGEST_NUMBER = 60;

const Words = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed text');
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
    .max(MOST_SPLITS)
    .nullable()
    .optional(),
});

type Reading = { readonly event: DealEvent } | { readonly unusable: Unusable };

/** Reads the body of an authenticated webhook for a company that counts in one currency. */
export function readDealEvent(bytes: Uint8Array, { currency }: { readonly currency: Currency }): Reading {
  const json = readLosslessly(bytes)?.json;
  const type = z.looseObject({ type: z.unknown() }).safeParse(json);
  if (!type.success) return unusable('body.shape', 'The body is not an object with a type.');
  if (type.data.type !== 'deal') return unusable('type.unknown', "The only type that is known is 'deal'.");
  const { data, error } = DealWebhook.safeParse(json);
  if (error) return unusable('body.shape', shapeOf(error));
  const { type: _, amount, ...event } = data;
  if (event.currency !== undefined && event.currency !== currency) {
    return unusable('currency.mismatch', `The company counts in ${currency}.`);
  }
  if (event.splits && !areWhole(event.splits.map(({ share }) => share))) {
    return unusable('split.total', "The shares of a split do not come to one: '0.6' is sixty percent.");
  }
  const amountMinor = readAmount(amount, currency);
  if (amountMinor === 'invalid') {
    return unusable('amount.invalid', `The amount is not exactly an amount of ${currency}.`);
  }
  return { event: { ...event, ...(amountMinor !== undefined && { amountMinor }) } };
}

/** Which record of the CRM a body is about, where it says so. */
export function recordOf(bytes: Uint8Array): string | undefined {
  const Record = z.looseObject({ recordId: Digits.pipe(Words) });
  return Record.safeParse(readLosslessly(bytes)?.json).data?.recordId;
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
