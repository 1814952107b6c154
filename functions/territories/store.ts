/** Territories in the table: all of them, with who covers which, lie packed in one item. */
import * as z from 'zod';
import { refuse } from '../../shared/kernel/refusal.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';
import { pack, Piece, unpack } from '../../shared/table/packed.ts';
import { revised } from '../../shared/table/revised.ts';
import { Coverage, noCoverage } from './coverage.ts';

const CoverageItem = Piece.extend({ version: z.int() });

/** All territories of the tenant and who covers them: one read. */
export async function coverageOf(table: Table): Promise<Coverage> {
  const item = await table.find(keys.territories(), CoverageItem);
  return item ? unpack([item], Coverage) : noCoverage;
}

/** Saves what a rule makes of the coverage, if that is anything new; it is asked again when others were faster. */
export function changeCoverage(table: Table, next: (coverage: Coverage) => Coverage): Promise<Coverage> {
  return revised(
    () => coverageOf(table),
    next,
    (before, after) => save(table, before, after),
  );
}

/** One item holds some 10,000 people who cover a territory each, or 3,000 with ten stints each. */
async function save(table: Table, before: Coverage, after: Coverage): Promise<void> {
  const [piece, ...more] = pack(after);
  if (!piece || more.length > 0) {
    refuse('rule', 'coverage.too-large', 'The company has too many territories and people who cover them.');
  }
  const condition = before.version === 0 ? { ifAbsent: true as const } : { ifVersion: before.version };
  await table.put(keys.territories(), { ...piece, version: after.version }, condition);
}
