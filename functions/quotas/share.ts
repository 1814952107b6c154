/** A part of something, as a decimal: '0.25' is a quarter of it, '1' all. */
import { compare, Decimal, decimal, fraction, zero } from '../../shared/kernel/rational.ts';

export const Share = Decimal.refine(
  (share) => compare(decimal(share), zero) >= 0 && compare(decimal(share), fraction(1n)) <= 0,
  'must be from 0 to 1',
);
