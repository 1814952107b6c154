/** Lambda: pins what a run is calculated from, and hands each payee to the queue. */
import { consume } from '../../shared/events/consume.ts';
import { send } from '../../shared/events/send.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { ENGINE, payeesOf } from './manifest.ts';
import { chunksFor } from './run.ts';
import { changeRun, finishRun, gatherInputs, pinManifest, runById } from './store.ts';
import { hasItsTurn } from './store-turns.ts';

export const handler = consume('run.started', async ({ tenant, at, data }) => {
  const table = tenantTable(tenant);
  const run = await runById(table, data.run);
  if (run.status === 'published' || run.status === 'calculated') return;
  if (!(await hasItsTurn(table, tenant, run, at))) return;
  const { inputs } = await gatherInputs(table, run.summary.period);
  const { payees, currency } = await pinManifest(table, {
    ...inputs,
    run: run.id,
    engine: ENGINE,
    payees: payeesOf(inputs),
  });
  const pinned = { payees: payees.length, chunks: chunksFor(payees.length), currency };
  // Told twice, the payees of the first time may have ended the run since it was read.
  await changeRun(table, run.id, { status: 'calculating', ...pinned }, { status: run.status });
  if (payees.length === 0) return finishRun(table, run.id, at);
  await send(
    'runs/on-payee-due',
    payees.map((payee) => ({ type: 'payee.due', tenant, at, data: { run: run.id, payee } })),
  );
});
