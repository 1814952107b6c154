/**
 * Credits in order in few bytes, as a run can keep and pass on what it has pinned.
 *
 *   days since the row before · deal · part · person · amount      1 + 3 + 1 + 2 + 4 bytes, by the size of each
 */
import { columnsFor, type Credits } from './credits.ts';
import { MOST_BYTES_A_NUMBER, NumberReader, writeNumber } from './numbers.ts';

const NUMBERS_A_ROW = 5;

export function packCredits({ person, day, deal, part, amount }: Credits): Uint8Array {
  const bytes = new Uint8Array((person.length * NUMBERS_A_ROW + 1) * MOST_BYTES_A_NUMBER);
  const to = new DataView(bytes.buffer);
  let at = writeNumber(to, 0, person.length);
  let last = 0;
  for (let n = 0; n < person.length; n++) {
    const on = day[n] as number;
    at = writeNumber(to, at, on - last);
    last = on;
    at = writeNumber(to, at, deal[n] as number);
    at = writeNumber(to, at, part[n] as number);
    at = writeNumber(to, at, person[n] as number);
    at = writeNumber(to, at, amount[n] as number);
  }
  return bytes.slice(0, at);
}

export function unpackCredits(bytes: Uint8Array): Credits {
  const reader = new NumberReader(bytes);
  const credits = columnsFor(reader.next());
  const { person, day, deal, part, amount } = credits;
  let last = 0;
  for (let n = 0; n < person.length; n++) {
    last += reader.next();
    day[n] = last;
    deal[n] = reader.next();
    part[n] = reader.next();
    person[n] = reader.next();
    amount[n] = reader.next();
  }
  return credits;
}
