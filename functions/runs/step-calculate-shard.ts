/** Lambda: calculates the payees of one shard of a run, unless that is done. */
import { step } from '../../shared/events/step.ts';
import type { RunId, TenantId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { type Calculator, calculatorOf } from './calculate.ts';
import { hashOf } from './digest.ts';
import type { Manifest } from './manifest.ts';
import { reachedBy } from './reached.ts';
import type { PayeeTotal } from './run.ts';
import { payeesOfShard, ShardDue } from './shards.ts';
import { closingHeld, payableResult, settlePayee, totalSettled } from './settling.ts';
import { headOf, linesOf } from './sheet.ts';
import { isShardDone, manifestOf, pinnedCredits, saveSheet, saveTotals } from './store.ts';

type Workspace = {
  readonly manifest: Manifest;
  readonly calculate: Calculator;
  readonly reached: ReturnType<typeof reachedBy>;
  readonly credits: number;
};

/** Runs in hand: their inputs never change, so a warm instance reads them once for all its shards. */
const inHand = new Map<string, Workspace>();
/** A history of windows is run at once, and its shards come in any order. */
const MOST_CREDITS = 500_000;

export const handler = step(ShardDue, async ({ tenant, run, at, shard }) => {
  const table = tenantTable(tenant);
  if (await isShardDone(table, run, shard)) return {};
  const { manifest, calculate, reached } = await workspaceOf(table, tenant, run);
  const totals: PayeeTotal[] = [];
  for (const payee of payeesOfShard(manifest.payees, shard, manifest.shards)) {
    const result = payableResult(manifest, calculate(payee));
    const settled = settlePayee(manifest, result, reached);
    const closing = settled ? undefined : closingHeld(manifest, payee, reached);
    await saveSheet(table, run, headOf(manifest, result, at, settled), linesOf(result));
    totals.push({
      payee,
      totalMinor: result.totalMinor,
      lines: result.lines.length,
      hash: hashOf(result, settled),
      ...totalSettled(settled),
      ...(closing && { closing }),
      ...(result.hold && { hold: result.hold.code }),
    });
  }
  await saveTotals(table, run, shard, totals);
  return {};
});

async function workspaceOf(table: Table, tenant: TenantId, run: RunId): Promise<Workspace> {
  const name = `${tenant} ${run}`;
  const known = inHand.get(name);
  if (known) return known;
  const manifest = await manifestOf(table, run);
  const credits = await pinnedCredits(table, manifest);
  const workspace = {
    manifest,
    calculate: calculatorOf(manifest, credits),
    reached: reachedBy(manifest, credits),
    credits: credits.length,
  };
  const held = [...inHand.values()].reduce((sum, other) => sum + other.credits, 0);
  if (held + credits.length > MOST_CREDITS) inHand.clear();
  inHand.set(name, workspace);
  return workspace;
}
