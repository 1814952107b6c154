/** Lambda: calculates one payee of a run; whoever completes the last one ends the run. */
import { consume } from '../../shared/events/consume.ts';
import type { PersonId, RunId, TenantId } from '../../shared/kernel/ids.ts';
import type { Table } from '../../shared/table/operations.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { calculatePayee, type Reaching, reach } from './calculate.ts';
import { hashOf } from './digest.ts';
import type { Manifest } from './manifest.ts';
import { chunkOf, chunksFor, sizeOfChunk } from './run.ts';
import { headOf, linesOf } from './sheet.ts';
import { settlePayee, totalSettled } from './settling.ts';
import { chunkDone, finishRun, manifestOf, pinnedCredits, saveSheet, saveTotal } from './store.ts';

type Workspace = {
  readonly manifest: Manifest;
  readonly reaching: Map<PersonId, Reaching>;
  readonly credits: number;
};

/** Runs in hand: their inputs never change, so a warm instance reads them once for all its payees. */
const inHand = new Map<string, Workspace>();
/** A history of windows is run at once, and its payees come in any order. */
const MOST_CREDITS = 500_000;

export const handler = consume('payee.due', async ({ tenant, at, data: { run, payee } }) => {
  const table = tenantTable(tenant);
  const { manifest, reaching } = await workspaceOf(table, tenant, run);
  const index = manifest.payees.indexOf(payee);
  const result = calculatePayee(manifest, payee, reaching.get(payee));
  const settled = settlePayee(manifest, result);
  await saveSheet(table, run, headOf(manifest, result, at, settled), linesOf(result));
  const chunk = chunkOf(index);
  const done = await saveTotal(table, run, chunk, {
    payee,
    totalMinor: result.totalMinor,
    lines: result.lines.length,
    hash: hashOf(result, settled),
    ...totalSettled(settled),
    ...(result.hold && { hold: result.hold.code }),
  });
  if (done.length < sizeOfChunk(chunk, manifest.payees.length)) return;
  const chunks = await chunkDone(table, run, chunk);
  if (chunks === chunksFor(manifest.payees.length)) await finishRun(table, run, at);
});

async function workspaceOf(table: Table, tenant: TenantId, run: RunId): Promise<Workspace> {
  const name = `${tenant} ${run}`;
  const known = inHand.get(name);
  if (known) return known;
  const manifest = await manifestOf(table, run);
  const credits = await pinnedCredits(table, manifest);
  const workspace = { manifest, reaching: reach(manifest, credits), credits: credits.length };
  const held = [...inHand.values()].reduce((sum, other) => sum + other.credits, 0);
  if (held + credits.length > MOST_CREDITS) inHand.clear();
  inHand.set(name, workspace);
  return workspace;
}
