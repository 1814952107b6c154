import { expect, it } from 'vitest';
import { standardMapping } from '../../functions/imports/export.ts';
import {
  Export,
  ExportKind,
  fileNameOf,
  finished,
  formatOf,
  NewExport,
  openExport,
} from '../../functions/imports/exported.ts';
import { derivedId, ExportId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { CONNECTOR } from '../deals/saying.ts';

const id = ExportId.parse(derivedId('exp', 'x'));
const now = Instant.parse('2026-02-10T09:00:00.000Z');
const open = (asked: object) => openExport(NewExport.parse(asked), { id, createdBy: 'key_x', now });
const refused = (code: string, pointer: string) =>
  expect.objectContaining({ code, faults: [expect.objectContaining({ pointer })] });

it('waits for its file and has it then, once, under a name of its own', () => {
  const waiting = open({ kind: 'quotas' });
  expect(waiting).toMatchObject({ status: 'waiting', format: 'csv', rows: 0, version: 1 });
  const done = finished(waiting, { rows: 3, bytes: 120 });
  expect(done).toMatchObject({ status: 'done', rows: 3, bytes: 120, version: 2 });
  expect(Export.parse(JSON.parse(JSON.stringify(done)))).toEqual(done);
  expect(fileNameOf(done)).toBe(`exports/${id}/quotas.csv`);
});

it('is read by a mapping of its own format', () => {
  expect(formatOf(open({ kind: 'quotas' }))).toEqual({ format: 'csv', delimiter: ',' });
  expect(formatOf(open({ kind: 'quotas', delimiter: ';' }))).toEqual({ format: 'csv', delimiter: ';' });
  const json = open({ kind: 'quotas', format: 'ndjson' });
  expect(formatOf(json)).toEqual({ format: 'ndjson' });
  for (const kind of ExportKind.options) expect(standardMapping(kind, formatOf(json)).kind).toBe(kind);
});

it('names a CRM for deals and for nothing else, and a delimiter for CSV', () => {
  const connector = CONNECTOR;
  expect(open({ kind: 'deals', connector })).toMatchObject({ connector });
  expect(() => open({ kind: 'deals' })).toThrow(refused('connector.missing', '/connector'));
  expect(() => open({ kind: 'quotas', connector })).toThrow(refused('connector.unexpected', '/connector'));
  expect(() => open({ kind: 'quotas', format: 'ndjson', delimiter: ';' })).toThrow(
    refused('delimiter.unexpected', '/delimiter'),
  );
});
