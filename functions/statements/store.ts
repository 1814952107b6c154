/** What a statement is read from: the run it belongs to, its pinned inputs and the payee's result. */
import type { PeriodId, PersonId, RunId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Table } from '../../shared/table/operations.ts';
import type { PayeeResult } from '../runs/calculate.ts';
import type { Manifest } from '../runs/manifest.ts';
import type { Run } from '../runs/run.ts';
import { manifestOf, publishedRun, resultOf, runById } from '../runs/store.ts';

export type Basis = { readonly run: Run; readonly manifest: Manifest; readonly result: PayeeResult };

/** The published run of the period; another run of it where one is named, such as a preview. */
export async function basisOf(
  table: Table,
  { person, period, run: named }: { person: PersonId; period: PeriodId; run?: RunId | undefined },
): Promise<Basis> {
  const id = named ?? (await publishedRun(table, period))?.run;
  if (!id) return noStatement();
  const [run, result] = await Promise.all([runById(table, id), resultOf(table, id, person)]);
  if (!result || run.summary.period !== period) return noStatement();
  return { run, result, manifest: await manifestOf(table, id) };
}

function noStatement(): never {
  return refuse('missing', 'not-found', 'There is no such statement.');
}
