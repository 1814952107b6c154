/**
 * What may be said of a deal beside its amount, its state and its sellers: small enough to stand in a deal
 * many times over, since each change of a deal writes all of them again.
 *
 *   "about": {"type": "renewal", "product": "Seats", "custom": {"years": 3, "trial": null}}
 *
 * An entry that is missing did not change, and null clears it.
 */
import * as z from 'zod';
import { compare, fraction } from '../../shared/kernel/rational.ts';
import { NumberText } from './lossless.ts';
import { readShare, Share } from './share.ts';

/** Of both lists of people in a deal: who divide its amount, and who are credited on top. */
export const MOST_SELLERS = 50;
const MOST_CUSTOM = 50;
const LONGEST_CUSTOM = 500;
/** Longer than any amount or version that means something. */
export const LONGEST_NUMBER = 60;
/** Of what one webhook says that a deal is about. */
const MOST_LETTERS = 4_000;
/** Ten times the amount. */
const MOST_ON_TOP = fraction(10n);

export const Words = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed text');

export const CustomName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.-]{0,59}$/,
    'must be a name of letters, digits, dots, hyphens and underscores',
  );
export const CustomValue = z.union([
  z
    .string()
    .max(LONGEST_CUSTOM)
    .refine((text) => text.isWellFormed(), 'must be well-formed text'),
  z.boolean(),
]);

export function hasRoom(custom: object): boolean {
  return Object.keys(custom).length <= MOST_CUSTOM;
}
export const roomWords = `must have at most ${MOST_CUSTOM} fields`;

/** The share of somebody who is credited on top: '1' is the whole amount once more, '10' is the most. */
export const ShareOnTop = Share.pipe(
  z
    .string()
    .refine((share) => compare(readShare(share), MOST_ON_TOP) <= 0, 'must be at most 10, which is 1000 %'),
);

/** Of seats, boxes or visits: whole ones, below nothing where they come back. */
export const Units = z.string().regex(/^-?\d{1,15}$/, 'must be a whole number');

/** '0.15' is fifteen percent off; '-0.05' is five percent on top. */
export const Discount = z
  .string()
  .regex(/^-?(0(\.\d{1,12})?|1(\.0{1,12})?)$/, "must be a part of the price as text, for example '0.15'");

const Said = Words.nullable().optional();

function aboutOf<V extends z.ZodType>(value: V) {
  const custom = z.record(CustomName, value.nullable()).refine(hasRoom, roomWords);
  return z.strictObject({
    type: Said,
    product: Said,
    category: Said,
    channel: Said,
    territory: Said,
    account: Said,
    custom: custom.nullable().optional(),
  });
}

export const AboutSaid = aboutOf(CustomValue);
export type AboutSaid = z.output<typeof AboutSaid>;

/** A number is kept as the text that it was written as. */
const SaidValue = z.union([
  CustomValue,
  z
    .instanceof(NumberText)
    .transform(({ text }) => text)
    .pipe(z.string().max(LONGEST_NUMBER)),
]);

export const AboutOfWebhook = aboutOf(SaidValue).refine(
  (about) => JSON.stringify(about).length <= MOST_LETTERS,
  `must come to at most ${MOST_LETTERS} letters`,
);
