/**
 * Whole numbers in as few bytes as they need: the magnitude doubled, plus one where the number is negative,
 * seven bits to a byte, low ones first. Exact up to 2⁵³ on either side.
 *
 *   5 → 10 → 0a      −5 → 11 → 0b      64 → 128 → 80 01
 *
 * Doubling could leave what doubles hold exactly, so the first byte takes six bits of the magnitude instead.
 */
export const MOST_BYTES_A_NUMBER = 8;

/** Answers where the number ends. What follows it for up to two bytes is overwritten: write forwards. */
export function writeNumber(to: DataView, at: number, value: number): number {
  const sign = value < 0 ? 1 : 0;
  const magnitude = value < 0 ? -value : value;
  if (magnitude >= 2 ** 27) return writeLarge(to, at, magnitude, sign);
  const bits = (magnitude << 1) | sign;
  if (bits < 0x80) {
    to.setUint8(at, bits);
    return at + 1;
  }
  const low = (bits & 0x7f) | 0x80;
  if (bits < 0x4000) {
    to.setUint16(at, low | ((bits & 0x3f80) << 1), true);
    return at + 2;
  }
  const middle = low | ((bits & 0x3f80) << 1) | 0x8000 | ((bits & 0x1fc000) << 2);
  if (bits < 0x200000) {
    to.setUint32(at, middle, true);
    return at + 3;
  }
  to.setUint32(at, middle | 0x800000 | ((bits & 0xfe00000) << 3), true);
  return at + 4;
}

/** Five bytes and more: too many for the bits of a whole number that shifts. */
function writeLarge(to: DataView, start: number, magnitude: number, sign: number): number {
  let rest = Math.floor(magnitude / 64);
  let at = start;
  to.setUint8(at, ((magnitude - rest * 64) << 1) | sign | 0x80);
  at += 1;
  while (rest > 0x7f) {
    const next = Math.floor(rest / 128);
    to.setUint8(at, (rest - next * 128) | 0x80);
    at += 1;
    rest = next;
  }
  to.setUint8(at, rest);
  return at + 1;
}

/** Reads numbers one after the other. */
export class NumberReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  next(): number {
    const { bytes } = this;
    let byte = bytes[this.at++] as number;
    let magnitude = (byte & 0x7f) >> 1;
    const isNegative = (byte & 1) === 1;
    for (let scale = 64; byte >= 0x80; scale *= 128) {
      byte = bytes[this.at++] as number;
      magnitude += (byte & 0x7f) * scale;
    }
    return isNegative ? -magnitude : magnitude;
  }
}
