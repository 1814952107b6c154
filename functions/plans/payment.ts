/**
 * How what is earned becomes what is paid: the payment terms of a plan. Each policy has a default.
 *
 *   earned → adjusted → released → held back → guarantee → draw → recovery → minimum, maximum → paid
 *
 * Amounts are of one period, in minor units, or a term that each enrolment says for itself.
 */
import * as z from 'zod';
import { Minor } from '../../shared/kernel/money.ts';
import { compare, decimal, fraction, plus, zero } from '../../shared/kernel/rational.ts';
import { Day } from '../../shared/kernel/time.ts';
import { type Asked, Rate, Term } from './components/rate.ts';

const OWN = "in place of amountMinor: a term in whole units of the currency, '2000.00'";

const Positive = Minor.refine((minor) => minor > 0n, 'must be above zero');
/** Above nothing, up to all of it. */
const Share = Rate.refine((text) => isShare(text), 'must be above zero, and at most 1');

const sum = { amountMinor: Positive.optional(), amount: Term.optional().describe(OWN) };

const Window = z.union([
  /** From the first day of the enrolment on. */
  z.strictObject({ months: z.int().min(1).max(120) }),
  z.strictObject({ from: Day, to: Day }),
]);

/** Fixed pay for a while: whoever earned less gets it all the same, and owes nothing. */
export const Guarantee = z.strictObject({ ...sum, during: Window.optional() });

export const Draw = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('advance').describe('recoverable: what is paid on top is owed'),
    ...sum,
    recoverFrom: z
      .union([z.literal('excess'), z.strictObject({ share: Share })])
      .default('excess')
      .describe('all of what is above the draw, or at most a share of the pay; never below the draw'),
    limitMinor: Positive.optional().describe('nobody comes to owe more than this'),
    expiresAfterPeriods: z.int().min(1).max(120).optional().describe('what is owed longer is forgiven'),
    atExit: z.enum(['recover', 'forgive']).default('recover'),
  }),
  z.strictObject({
    kind: z.literal('topUp').describe('not recoverable: the greater of what is earned and the draw'),
    ...sum,
  }),
]);
export type Draw = z.output<typeof Draw>;

export const Holdback = z.strictObject({
  share: Share,
  until: z
    .union([z.literal('released'), z.strictObject({ days: z.int().min(1).max(1_500) })])
    .default('released')
    .describe('a release that finance approves, or so many days after the period'),
  atExit: z
    .enum(['keep', 'pay', 'forfeit'])
    .default('keep')
    .describe('of who leaves: held on until then, paid with the last pay, or not paid any more'),
});

/** By what pay falls due; the booking alone fixes what is earned. */
export const Release = z
  .array(z.strictObject({ on: z.enum(['booking', 'invoice', 'cash']), share: Share }))
  .min(1)
  .max(3);
export type Release = z.output<typeof Release>;

export const PaymentTerms = z
  .strictObject({
    guarantee: Guarantee.optional(),
    draw: Draw.optional(),
    minimumMinor: Positive.optional(),
    maximumMinor: Positive.optional(),
    payExcessLater: z.boolean().default(true).describe('or what is above the maximum is lost'),
    negativePay: z
      .union([z.literal('carry'), z.strictObject({ recoverWithin: Share })])
      .default('carry')
      .describe('what is overpaid is taken from later pay: all there is, or at most a share of it'),
    holdback: Holdback.optional(),
    release: Release.optional().describe(
      'of what a deal earns: so much as it is booked, invoiced or paid for',
    ),
    partPeriods: z
      .enum(['byDays', 'whole'])
      .default('byDays')
      .describe('guarantee, draw and minimum of who is there for a part of a period'),
  })
  .meta({ id: 'PaymentTerms' });
export type PaymentTerms = z.output<typeof PaymentTerms>;

type PaymentFault = { readonly code: string; readonly pointer: string; readonly message: string };
type Sum = { readonly amountMinor?: Minor | undefined; readonly amount?: Term | undefined };

export function paymentFaults(terms: PaymentTerms): PaymentFault[] {
  const { guarantee, draw, minimumMinor, maximumMinor, release } = terms;
  return [
    ...(release ? releaseFaults(release) : []),
    ...(guarantee ? sumFaults(guarantee, '/guarantee') : []),
    ...(guarantee ? windowFaults(guarantee) : []),
    ...(draw ? sumFaults(draw, '/draw') : []),
    ...maximumFaults(maximumMinor, [guarantee?.amountMinor, draw?.amountMinor, minimumMinor]),
  ];
}

/** What each enrolment has to say, to be paid by these terms. */
export function askedByPayment({ guarantee, draw }: PaymentTerms): Asked[] {
  return [guarantee?.amount, draw?.amount].flatMap((own) => (own ? [{ term: own.term, is: 'amount' }] : []));
}

function sumFaults({ amountMinor, amount }: Sum, at: string): PaymentFault[] {
  if ((amountMinor === undefined) !== (amount === undefined)) return [];
  const message = 'It says how much it is: amountMinor, or amount as a term of the enrolment, and not both.';
  return [{ code: 'payment.amount', pointer: `${at}/amountMinor`, message }];
}

function windowFaults({ during }: z.output<typeof Guarantee>): PaymentFault[] {
  if (!during || 'months' in during || during.from < during.to) return [];
  const message = `A guarantee from ${during.from} ends after that day.`;
  return [{ code: 'payment.empty-window', pointer: '/guarantee/during/to', message }];
}

function releaseFaults(release: Release): PaymentFault[] {
  const pointer = '/release';
  if (new Set(release.map(({ on }) => on)).size < release.length) {
    const message = 'It says once of booking, invoice and cash how much falls due by it.';
    return [{ code: 'payment.release-twice', pointer, message }];
  }
  const all = release.reduce((sum, { share }) => plus(sum, decimal(share)), zero);
  if (compare(all, fraction(1n)) === 0) return [];
  return [{ code: 'payment.release-total', pointer, message: 'The shares of a release come to one.' }];
}

/** A term is known later; where it is above the maximum, the maximum gives way. */
function maximumFaults(maximum: Minor | undefined, promised: readonly (Minor | undefined)[]): PaymentFault[] {
  if (maximum === undefined || promised.every((least = 0n) => least <= maximum)) return [];
  const message = 'The maximum is below the guarantee, the draw or the minimum.';
  return [{ code: 'payment.maximum-too-low', pointer: '/maximumMinor', message }];
}

function isShare(text: string): boolean {
  const { num, den } = decimal(text);
  return num > 0n && num <= den;
}
