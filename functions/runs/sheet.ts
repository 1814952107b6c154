/**
 * A payee's result as it is kept: a head in words and numbers, and the lines in few bytes, so that a
 * statement of three hundred lines is one small read.
 *
 *   a line     days since the line before · credited · amount · the deal's short name
 *   in bytes            1                      4          3              4             = 12
 *
 * Numbers are written seven bits to a byte, low ones first, and the sign in the lowest bit. What a line
 * does not say, such as the whole id of its deal, the run's pinned inputs do, when it is explained.
 */
import * as z from 'zod';
import { assert } from '../../shared/kernel/assert.ts';
import { type DealId, PeriodId, PersonId, PlanId } from '../../shared/kernel/ids.ts';
import { Currency, Minor } from '../../shared/kernel/money.ts';
import { addDays, covers, Day, daysBetween, Instant } from '../../shared/kernel/time.ts';
import type { Balances } from '../ledger/balances.ts';
import type { Clocks } from '../ledger/release.ts';
import { isPlain, plainSettlement, Settlement, settlementOf } from '../ledger/settlement.ts';
import type { PayeeResult } from './calculate.ts';
import { enrolmentsPaying, type Inputs, planOf } from './manifest.ts';
import { closingHeld, payableResult, type PayeeSettled, settlePayee } from './settling.ts';

export const SheetComponent = z.object({
  plan: PlanId,
  planVersion: z.int(),
  component: z.string(),
  name: z.string(),
  creditedMinor: Minor,
  quotaMinor: Minor.optional(),
  amountMinor: Minor,
  /** What a cap has left out. */
  leftOutMinor: Minor.optional(),
  /** What was sold, and is not credited, since a deal was a windfall. */
  uncreditedMinor: Minor.optional(),
  /** The period that was worked out anew, of what is posted late. */
  trueUpOf: PeriodId.optional(),
  /** How many of the lines, which come in the order of the components. */
  lines: z.int(),
});

export const SheetHead = z.object({
  payee: PersonId,
  name: z.string(),
  period: PeriodId,
  from: Day,
  /** Null in a preview of a window that has no end yet. */
  to: Day.nullable(),
  currency: Currency,
  calculatedAt: Instant,
  components: z.array(SheetComponent),
  totalMinor: Minor,
  /** What of it is paid, and why, unless that is all of it. */
  settlement: Settlement.optional(),
  hold: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type SheetHead = z.output<typeof SheetHead>;

export type SheetLine = {
  readonly day: Day;
  readonly creditedMinor: Minor;
  readonly amountMinor: Minor;
  readonly dealRef: string;
};

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const REF_LETTERS = 6;
/** Of a line that follows from no deal. */
export const NO_DEAL = '0'.repeat(REF_LETTERS);

/** The short name of a deal: the first letters of its id, enough to tell it from others of a statement. */
export function dealRefOf(deal: DealId): string {
  return deal.slice(4, 4 + REF_LETTERS);
}

/** What a run keeps of a payee, however it was calculated. */
export type PayeeSheet = Pick<PayeeResult, 'payee' | 'totalMinor' | 'hold' | 'reached'> & {
  /** Of who is not held. */
  readonly settled?: PayeeSettled;
  /** Of who is held, if their balances changed all the same. */
  readonly closing?: Balances;
  readonly components: readonly (PayeeResult['components'][number] & { readonly lines: number })[];
  readonly lines: Uint8Array;
};

/** The sheet of a payee that the rules have calculated; `reached` is how far deals are invoiced and paid for. */
export function sheetOf(inputs: Inputs, calculated: PayeeResult, reached?: Clocks['reached']): PayeeSheet {
  const result = payableResult(inputs, calculated);
  const counts = lineCounts(inputs, result);
  const settled = settlePayee(inputs, result, reached);
  const closing = settled ? undefined : closingHeld(inputs, result.payee, reached);
  return {
    ...result,
    ...(settled && { settled }),
    ...(closing && { closing }),
    components: result.components.map((each, n) => ({ ...each, lines: counts[n] ?? 0 })),
    lines: encodeLines(linesOf(result), inputs.period.from),
  };
}

export function headOf(inputs: Inputs, sheet: PayeeSheet, calculatedAt: Instant): SheetHead {
  const { period, currency, org } = inputs;
  const { settled } = sheet;
  const nameOf = ({ plan, planVersion: version, component }: Paying) =>
    planOf(inputs, { plan, version }).components.find(({ id }) => id === component)?.name ?? component;
  return {
    payee: sheet.payee,
    name: org.people[sheet.payee]?.name ?? sheet.payee,
    period: period.id,
    from: period.from,
    to: period.to,
    currency,
    calculatedAt,
    components: sheet.components.map(({ trueUp, ...each }) => ({
      ...each,
      name: trueUp?.name ?? nameOf(each),
      ...(trueUp && { trueUpOf: trueUp.period }),
    })),
    totalMinor: sheet.totalMinor,
    ...(settled &&
      !isPlain(settled.opening, settled) && { settlement: settlementOf(settled.opening, settled) }),
    ...(sheet.hold && { hold: sheet.hold }),
  };
}

/** What of a payee's earnings is paid; of nobody who is held. */
export function settlementIn({ settlement, totalMinor, hold }: SheetHead): Settlement | undefined {
  return settlement ?? (hold ? undefined : plainSettlement(totalMinor));
}

/**
 * How many lines each component has. Two enrolments of one payee in the same plan, as when their terms
 * change, have components of the same name, and lines on days of their own.
 */
function lineCounts(inputs: Inputs, { payee, components, lines }: PayeeResult): number[] {
  const owners = enrolmentsPaying(inputs, payee).flatMap((enrolment) =>
    planOf(inputs, enrolment).components.map(() => enrolment),
  );
  return components.map((component, n) => {
    if (component.trueUp) return 1;
    const owner = owners[n];
    assert(owner, 'every component is one of an enrolment');
    const isOwn = (line: PayeeResult['lines'][number]) => isSame(line, component) && covers(owner, line.day);
    return lines.filter((line) => !line.trueUp && isOwn(line)).length;
  });
}

/** The lines in the order of the components, as the engine makes them. */
export function linesOf({ lines }: PayeeResult): SheetLine[] {
  return lines.map(({ day, creditedMinor, amountMinor, deal }) => ({
    day,
    creditedMinor,
    amountMinor,
    dealRef: deal ? dealRefOf(deal) : NO_DEAL,
  }));
}

type Paying = { readonly plan: PlanId; readonly planVersion: number; readonly component: string };

/** Whether both speak of one component of one version of a plan. */
export function isSame(a: Paying, b: Paying): boolean {
  return a.plan === b.plan && a.planVersion === b.planVersion && a.component === b.component;
}

/**
 * Lines in the order of `from`, the first day of the period. The two bits that a short name leaves of its four
 * bytes are the days since the line before, or where these are three or more, say that they follow.
 */
export function encodeLines(lines: readonly SheetLine[], from: Day): Uint8Array {
  const bytes: number[] = [];
  let last = from;
  for (const { day, creditedMinor, amountMinor, dealRef } of lines) {
    const since = daysBetween(last, day);
    bytes.push(...refBytes(dealRef, isShort(since) ? since : DAYS_FOLLOW));
    if (!isShort(since)) write(bytes, BigInt(since));
    write(bytes, creditedMinor);
    write(bytes, amountMinor);
    last = day;
  }
  return Uint8Array.from(bytes);
}

export function decodeLines(bytes: Uint8Array, from: Day): SheetLine[] {
  const lines: SheetLine[] = [];
  const reader = { bytes, at: 0 };
  let day = from;
  while (reader.at < bytes.length) {
    const { dealRef, since } = readRef(reader);
    day = addDays(day, since === DAYS_FOLLOW ? Number(read(reader)) : since);
    const [creditedMinor, amountMinor] = [read(reader), read(reader)];
    lines.push({ day, creditedMinor, amountMinor, dealRef });
  }
  return lines;
}

type Reader = { readonly bytes: Uint8Array; at: number };

function write(bytes: number[], value: bigint): void {
  let rest = value < 0n ? (-value << 1n) | 1n : value << 1n;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
}

function read(reader: Reader): bigint {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value & 1n ? -(value >> 1n) : value >> 1n;
}

export const DAYS_FOLLOW = 3;

export function isShort(since: number): boolean {
  return since >= 0 && since < DAYS_FOLLOW;
}

/** Six letters of five bits are thirty bits: four bytes, but for two bits. */
function refBytes(ref: string, since: number): number[] {
  const bits = ref.split('').reduce((sum, letter) => sum * 32 + ALPHABET.indexOf(letter), since);
  return [(bits >>> 24) & 255, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255];
}

function readRef(reader: Reader): { readonly dealRef: string; readonly since: number } {
  let bits = 0;
  for (let n = 0; n < 4; n++) bits = bits * 256 + (reader.bytes[reader.at++] ?? 0);
  const letters = Array.from({ length: REF_LETTERS }, (_, n) => {
    return ALPHABET[Math.floor(bits / 32 ** (REF_LETTERS - 1 - n)) % 32];
  });
  return { dealRef: letters.join(''), since: Math.floor(bits / 32 ** REF_LETTERS) };
}
