/**
 * An import: a file that somebody brings, read by a mapping, tried as often as they like, applied once.
 *
 *   awaiting-file → checking → checked      a dry run: the whole tally, and nothing is changed
 *                 → applying → done         in steps, each of a piece of the file; one that died goes on
 *                            → same         this very file was applied before, by this mapping, whether it
 *                                           was tried before or not
 *                 → failed                  the mapping does not fit the file; mend either and start anew
 */
import * as z from 'zod';
import { ConnectorId, ImportId } from '../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../shared/kernel/refusal.ts';
import { Name } from '../../shared/kernel/text.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { beginContent, ContentState } from './content.ts';
import { Mapping, refuseMapping } from './mapping.ts';
import { faultsAgainstTarget } from './mapping-faults.ts';
import { beginImport, Progress } from './progress.ts';
import { kinds, type Kind } from './targets/index.ts';

/** A file in a gigabyte: some ten million short rows. */
export const MOST_FILE_BYTES = 1_000_000_000;
/** Whole parts of what its digest is taken over. */
export const PIECE_BYTES = 4_194_304;

export const NewImport = z.strictObject({
  name: Name,
  mapping: Mapping,
  /** Of deals: the CRM whose record ids these are, so that its webhooks find them. */
  connector: ConnectorId.optional(),
  /** Of the file: one that has others was cut on its way, or is another one. */
  bytes: z.int().nonnegative().optional(),
});
export type NewImport = z.output<typeof NewImport>;

const Pass = z.enum(['check', 'hash', 'apply']);
export type Pass = z.output<typeof Pass>;

/** What the list of imports shows. */
export const ImportListed = z.object({
  id: ImportId,
  name: Name,
  status: z.enum(['awaiting-file', 'checking', 'checked', 'applying', 'done', 'same', 'failed']),
  startedAt: Instant,
  summary: z.object({ kind: z.enum(kinds as [Kind, ...Kind[]]) }),
  version: z.int(),
});
export type ImportListed = z.output<typeof ImportListed>;

export const Import = ImportListed.extend({
  createdBy: z.string(),
  mapping: Mapping,
  connector: ConnectorId.optional(),
  /** How many the file was said to have. */
  bytes: z.int().optional(),
  file: z.object({ bytes: z.int(), etag: z.string() }).optional(),
  /** What the file says, in one digest. */
  content: z.string().optional(),
  sameAs: ImportId.optional(),
  pass: Pass.optional(),
  /** Grows with every piece of the file. */
  step: z.int(),
  progress: Progress,
  hashed: ContentState,
  /** In which steps rows were rejected, and how many. */
  rejectedIn: z.array(z.tuple([z.int(), z.int()])),
  failure: z
    .object({
      code: z.string(),
      message: z.string(),
      errors: z.array(z.object({ pointer: z.string(), message: z.string() })),
    })
    .optional(),
});
export type Import = z.output<typeof Import>;

export function openImport(
  { name, mapping, connector, bytes }: NewImport,
  { id, createdBy, now }: { id: ImportId; createdBy: string; now: Instant },
): Import {
  const faults = faultsAgainstTarget(mapping);
  if (faults.length > 0) {
    refuseMapping(faults.map((fault) => ({ ...fault, pointer: `/mapping${fault.pointer}` })));
  }
  if (mapping.kind === 'deals' && connector === undefined) {
    refuse('rule', 'connector.missing', 'Deals have record ids of some CRM: say which.', '/connector');
  }
  if (mapping.kind !== 'deals' && connector !== undefined) {
    refuse('rule', 'connector.unexpected', 'Only deals are of a CRM.', '/connector');
  }
  return {
    id,
    name,
    status: 'awaiting-file',
    startedAt: now,
    summary: { kind: mapping.kind },
    version: 1,
    createdBy,
    mapping,
    ...(connector && { connector }),
    ...(bytes !== undefined && { bytes }),
    ...nothingRead(mapping),
  };
}

const nothingRead = (mapping: Mapping) => ({
  step: 0,
  progress: beginImport(mapping),
  hashed: beginContent,
  rejectedIn: [],
});

/** Begins to try or to apply a file; undefined where that has begun already, or is done. */
export function startImport(
  before: Import,
  file: NonNullable<Import['file']>,
  dryRun: boolean,
): Import | undefined {
  const { status, mapping } = before;
  if (['applying', 'done', 'same'].includes(status)) return undefined;
  if (status === 'checking') return dryRun ? undefined : isBusy();
  refuseUnfit(before, file);
  if (before.pass === 'apply' && before.file?.etag !== file.etag) {
    refuse('conflict', 'file.changed', 'Some of another file was applied: bring this one as a new import.');
  }
  const isKnown = before.content !== undefined && before.file?.etag === file.etag;
  const { content: _content, failure: _failure, ...rest } = before;
  return {
    ...rest,
    ...(isKnown && { content: before.content }),
    ...nothingRead(mapping),
    status: dryRun ? 'checking' : 'applying',
    pass: dryRun ? 'check' : 'hash',
    file,
    version: before.version + 1,
  };
}

function refuseUnfit({ bytes: said }: Import, { bytes }: NonNullable<Import['file']>): void {
  if (bytes > MOST_FILE_BYTES) {
    refuse('too-large', 'file.too-large', `A file has at most ${MOST_FILE_BYTES} bytes.`);
  }
  if (said === undefined || said === bytes) return;
  refuse('conflict', 'file.cut', `The file has ${bytes} bytes and not ${said}: put it at its address again.`);
}

function isBusy(): never {
  return refuse('conflict', 'import.busy', 'The file is being checked: wait for that to end.');
}

/** After its digest is known and its turn has come, the file is applied from its start. */
export function thenApply(before: Import, content: string): Import {
  return { ...before, ...nothingRead(before.mapping), content, pass: 'apply' };
}

export function failed(before: Import, { code, message, faults }: Refusal): Import {
  const errors = faults.map(({ pointer, message }) => ({ pointer, message }));
  return { ...before, status: 'failed', failure: { code, message, errors } };
}

export const fileNameOf = ({ id }: Pick<Import, 'id'>): string => `imports/${id}/file`;
export const seenNameOf = ({ id, pass, step }: Import): string => `imports/${id}/${pass}/seen-${step}`;
export const verdictsNameOf = ({ id, pass, step }: Import): string =>
  `imports/${id}/${pass}/verdicts-${step}`;
export const rejectsNameOf = ({ id, pass }: Import, step: number): string =>
  `imports/${id}/${pass}/rejects-${step}`;
