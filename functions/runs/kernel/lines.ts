/** Lines as they come: the number of a credit and what it pays, in columns that grow. */
export type Lines = { credit: Int32Array; amount: Float64Array; count: number };

/** With room for so many before they have to grow. */
export function emptyLines(room: number): Lines {
  return { credit: new Int32Array(room), amount: new Float64Array(room), count: 0 };
}

/** For so many more. */
export function makeRoom(lines: Lines, more: number): void {
  const needed = lines.count + more;
  if (needed <= lines.credit.length) return;
  const larger = emptyLines(Math.max(needed, 2 * lines.credit.length));
  larger.credit.set(lines.credit.subarray(0, lines.count));
  larger.amount.set(lines.amount.subarray(0, lines.count));
  lines.credit = larger.credit;
  lines.amount = larger.amount;
}
