/**
 * An export: all that a company has of one kind, in a file that comes back in unchanged.
 *
 *   waiting → done      its file lies in the bucket, and can be fetched by a signed address
 */
import * as z from 'zod';
import { ConnectorId, ExportId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { Delimiter } from './csv.ts';
import type { FileFormat } from './export.ts';
import type { Kind } from './targets/index.ts';

/** Whatever can be imported goes out as well, once the company keeps it. */
export const ExportKind = z.enum([
  'people',
  'lines',
  'quotas',
  'deals',
  'enrolments',
  'territories',
  'fx-rates',
  'results',
]) satisfies z.ZodType<Kind>;
export type ExportKind = z.output<typeof ExportKind>;

export const NewExport = z.strictObject({
  kind: ExportKind,
  format: z.enum(['csv', 'ndjson']).default('csv'),
  /** Between the fields of CSV: a comma, unless it says otherwise. */
  delimiter: Delimiter.optional(),
  /** Of deals: the CRM whose record ids these are. */
  connector: ConnectorId.optional(),
});
export type NewExport = z.output<typeof NewExport>;

export const Export = NewExport.extend({
  id: ExportId,
  status: z.enum(['waiting', 'done']),
  startedAt: Instant,
  createdBy: z.string(),
  /** Records, without the header. */
  rows: z.int(),
  bytes: z.int(),
  version: z.int(),
});
export type Export = z.output<typeof Export>;

export function openExport(
  asked: NewExport,
  { id, createdBy, now }: { id: ExportId; createdBy: string; now: Instant },
): Export {
  const { kind, format, delimiter, connector } = asked;
  if (delimiter !== undefined && format !== 'csv') {
    refuse('rule', 'delimiter.unexpected', 'Only CSV has something between its fields.', '/delimiter');
  }
  if (kind === 'deals' && connector === undefined) {
    refuse('rule', 'connector.missing', 'Deals have record ids of some CRM: say which.', '/connector');
  }
  if (kind !== 'deals' && connector !== undefined) {
    refuse('rule', 'connector.unexpected', 'Only deals are of a CRM.', '/connector');
  }
  return { ...asked, id, status: 'waiting', startedAt: now, createdBy, rows: 0, bytes: 0, version: 1 };
}

export function finished(before: Export, { rows, bytes }: Pick<Export, 'rows' | 'bytes'>): Export {
  return { ...before, status: 'done', rows, bytes, version: before.version + 1 };
}

export function formatOf({ format, delimiter = ',' }: Pick<NewExport, 'format' | 'delimiter'>): FileFormat {
  return format === 'csv' ? { format, delimiter } : { format };
}

/** As whoever fetches it finds it on their disk. */
export function shownAs({ kind, format }: Pick<NewExport, 'kind' | 'format'>): string {
  return `${kind}.${format}`;
}

export function fileNameOf(one: Pick<Export, 'id' | 'kind' | 'format'>): string {
  return `exports/${one.id}/${shownAs(one)}`;
}
