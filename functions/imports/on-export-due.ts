/** Lambda: writes the file of an export. A message that comes again finds it done, or writes it anew. */
import { consume } from '../../shared/events/consume.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { exportHeader, exportLines } from './export.ts';
import { finished, formatOf } from './exported.ts';
import { exportById, keepExport, recordsFor, saveExport } from './store-exports.ts';

export const handler = consume('export.due', async ({ tenant, data }) => {
  const table = tenantTable(tenant);
  const one = await exportById(table, data.export);
  if (one.status === 'done') return;
  const file = formatOf(one);
  const records = await recordsFor(table, one);
  const bytes = Buffer.from(exportHeader(one.kind, file) + exportLines(one.kind, records, file));
  await keepExport(tenant, one, bytes);
  await saveExport(table, finished(one, { rows: records.length, bytes: bytes.length }));
});
