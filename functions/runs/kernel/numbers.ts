/**
 * Whole numbers in as few bytes as they need: the magnitude doubled, plus one where the number is negative,
 * seven bits to a byte, low ones first. Exact up to 2⁵³ on either side.
 *
 *   5 → 10 → 0a      −5 → 11 → 0b      64 → 128 → 80 01
 *
 * Doubling could leave what doubles hold exactly, so the first byte takes six bits of the magnitude instead.
 */
export const MOST_BYTES_A_NUMBER = 8;

/** Answers where the number ends. */
export function writeNumber(bytes: Uint8Array, start: number, value: number): number {
  const magnitude = value < 0 ? -value : value;
  const sign = value < 0 ? 1 : 0;
  if (magnitude < 2 ** 30) return writeBits(bytes, start, (magnitude << 1) | sign);
  let rest = Math.floor(magnitude / 64);
  let at = start;
  bytes[at] = ((magnitude - rest * 64) << 1) | sign | 0x80;
  at += 1;
  while (rest >= 2 ** 31) {
    const next = Math.floor(rest / 128);
    bytes[at] = (rest - next * 128) | 0x80;
    at += 1;
    rest = next;
  }
  return writeBits(bytes, at, rest);
}

function writeBits(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let bits = value;
  while (bits > 0x7f) {
    bytes[at] = (bits & 0x7f) | 0x80;
    at += 1;
    bits >>>= 7;
  }
  bytes[at] = bits;
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
