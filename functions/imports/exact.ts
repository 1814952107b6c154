/**
 * Numbers as they were written, to the last digit. An amount becomes whole minor units of its currency; parts
 * of one are rejected, or rounded half-even where a mapping says so, and what was taken away is kept:
 *
 *   20565.6206 USD   reject → no          half-even → 2056562, away 0.0006
 *   0.125 EUR        reject → no          half-even → 12,      away 0.005
 *   0.135 EUR                             half-even → 14,      away -0.005
 *   1.5 JPY          reject → no          half-even → 2,       away -0.5
 */
import * as z from 'zod';
import { type Currency, exponentOf, type Minor } from '../../shared/kernel/money.ts';
import { roundHalfEven } from '../../shared/kernel/rational.ts';

/** '-1234.5': no sign but a minus, no zeros that say nothing, as many digits as there are. */
export const Exact = z.string().regex(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/, 'must be a number as text');
export type Exact = z.output<typeof Exact>;

export const NumberRule = z
  .strictObject({ decimal: z.enum(['.', ',']), group: z.enum(['', ',', '.', ' ', "'"]).default('') })
  .refine(({ decimal, group }) => decimal !== group, {
    path: ['group'],
    message: 'must be another than the decimal point',
  });
export type NumberRule = z.output<typeof NumberRule>;

export const PartsRule = z.enum(['reject', 'half-even']);
export type PartsRule = z.output<typeof PartsRule>;

/** Longer than any number that means something. */
const LONGEST = 60;
/** As many digits as an amount of minor units may have. */
const MOST_MINOR = 10n ** 18n;
/** Spaces and apostrophes come in more than one letter. */
const GROUPS = { '': '', ',': ',', '.': '.', ' ': ' \u00a0\u202f', "'": "'\u2019" };

/** How numbers of a form are read: '1.234,50' is '1234.5', and what has another form is undefined. */
export function exactReader({ decimal, group }: NumberRule): (text: string) => Exact | undefined {
  const grouped = group === '' ? '' : `|\\d{1,3}(?:[${GROUPS[group]}]\\d{3})+`;
  const form = new RegExp(`^([+-]?)(\\d+${grouped})(?:[${decimal}](\\d+))?$`);
  return (text) => {
    const match = text.length > LONGEST ? null : form.exec(text);
    if (!match) return undefined;
    const [, sign, whole = '', decimals = ''] = match;
    const digits = BigInt(whole.replace(/\D/g, '') + decimals);
    return exactOf({ units: sign === '-' ? -digits : digits, places: decimals.length });
  };
}

export type Booked = { readonly minor: Minor; readonly away: Exact };

/** Whole minor units and what was rounded away; or why there are none. */
export function booked(amount: Exact, currency: Currency, parts: PartsRule): Booked | 'parts' | 'size' {
  const { units, places } = read(amount);
  const spare = places - exponentOf(currency);
  const scale = 10n ** BigInt(Math.abs(spare));
  if (spare > 0 && parts === 'reject') return 'parts';
  const minor = spare > 0 ? roundHalfEven({ num: units, den: scale }) : units * scale;
  if (minor >= MOST_MINOR || minor <= -MOST_MINOR) return 'size';
  return { minor, away: spare > 0 ? exactOf({ units: units - minor * scale, places }) : '0' };
}

export function plusExact(a: Exact, b: Exact): Exact {
  const [one, other] = [read(a), read(b)];
  const places = Math.max(one.places, other.places);
  const at = ({ units, places: own }: Scaled) => units * 10n ** BigInt(places - own);
  return exactOf({ units: at(one) + at(other), places });
}

/** `units` over ten to the power of `places`. */
type Scaled = { readonly units: bigint; readonly places: number };

function read(exact: Exact): Scaled {
  const [whole = '', decimals = ''] = exact.split('.');
  return { units: BigInt(whole + decimals), places: decimals.length };
}

function exactOf({ units, places }: Scaled): Exact {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const decimals = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${decimals && `.${decimals}`}`;
}
