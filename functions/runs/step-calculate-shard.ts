/** Lambda: calculates the payees of one shard of a run, unless that is done. */
import { step } from '../../shared/events/step.ts';
import type { PersonId, RunId, TenantId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { calculatorOf } from './calculate.ts';
import { reachedIn } from './clocks.ts';
import { hashOf } from './digest.ts';
import { sheetsOn } from './kernel/ground.ts';
import type { Manifest } from './manifest.ts';
import type { PayeeTotal } from './run.ts';
import { payeesOfShard, ShardDue } from './shards.ts';
import { totalSettled } from './settling.ts';
import { headOf, type PayeeSheet, sheetOf } from './sheet.ts';
import { isShardDone, saveSheet, saveTotals } from './store.ts';
import { manifestOf, pinnedCredits, pinnedGround } from './store-inputs.ts';

type Workspace = {
  readonly manifest: Manifest;
  readonly sheets: (payees: readonly PersonId[]) => Iterable<PayeeSheet>;
  readonly credits: number;
};

/** Runs in hand: their inputs never change, so a warm instance reads them once for all its shards. */
const inHand = new Map<string, Workspace>();
/** A history of windows is run at once, and its shards come in any order. */
const MOST_CREDITS = 500_000;
const SAVED_AT_ONCE = 16;

export const handler = step(ShardDue, async ({ tenant, run, at, shard }) => {
  const table = tenantTable(tenant);
  if (await isShardDone(table, run, shard)) return {};
  const { manifest, sheets } = await workspaceOf(table, tenant, run);
  const totals: PayeeTotal[] = [];
  const due = sheets(payeesOfShard(manifest.payees, shard, manifest.shards))[Symbol.iterator]();
  const saving = Array.from({ length: SAVED_AT_ONCE }, async () => {
    for (let next = due.next(); !next.done; next = due.next()) {
      totals.push(totalOf(next.value));
      await saveSheet(table, run, headOf(manifest, next.value, at), next.value.lines);
    }
  });
  await Promise.all(saving);
  await saveTotals(table, run, shard, totals);
  return {};
});

function totalOf(sheet: PayeeSheet): PayeeTotal {
  return {
    payee: sheet.payee,
    totalMinor: sheet.totalMinor,
    lines: sheet.components.reduce((sum, { lines }) => sum + lines, 0),
    hash: hashOf(sheet),
    ...totalSettled(sheet.settled),
    ...(sheet.closing && { closing: sheet.closing }),
    ...(sheet.reached && { reached: [...sheet.reached] }),
    ...(sheet.hold && { hold: sheet.hold.code }),
  };
}

async function workspaceOf(table: Table, tenant: TenantId, run: RunId): Promise<Workspace> {
  const name = `${tenant} ${run}`;
  const known = inHand.get(name);
  if (known) return known;
  const manifest = await manifestOf(table, run);
  const held = [...inHand.values()].reduce((sum, other) => sum + other.credits, 0);
  if (held > MOST_CREDITS) inHand.clear();
  const workspace = await workspaceFor(table, manifest);
  inHand.set(name, workspace);
  return workspace;
}

async function workspaceFor(table: Table, manifest: Manifest): Promise<Workspace> {
  const ground = await pinnedGround(table, manifest);
  if (ground) {
    const sheets = (payees: readonly PersonId[]) => sheetsOn(ground, manifest, payees);
    return { manifest, sheets, credits: ground.columns.credits.person.length };
  }
  const credits = await pinnedCredits(table, manifest);
  const calculate = calculatorOf(manifest, credits);
  const reached = reachedIn(manifest, credits);
  const sheets = (payees: readonly PersonId[]) =>
    payees.map((payee) => sheetOf(manifest, calculate(payee), reached));
  return { manifest, sheets, credits: credits.length };
}
