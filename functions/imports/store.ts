/** Imports in the table, and what they leave in the bucket: the file, what was seen of it, rejected rows. */
import {
  describeFile,
  type Described,
  readFile,
  readPiece,
  writeFile,
  writeFileOnce,
} from '../../shared/files.ts';
import type { ConnectorId, ImportId, TenantId } from '../../shared/kernel/ids.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { keys, places } from '../../shared/table/keys.ts';
import { putOnce } from '../../shared/table/once.ts';
import type { Listed, ListOptions, Table } from '../../shared/table/operations.ts';
import { squeeze, unsqueeze } from '../../shared/table/packed.ts';
import { connectorById } from '../crm/store.ts';
import * as z from 'zod';
import {
  fileNameOf,
  Import,
  ImportListed,
  PIECE_BYTES,
  rejectsNameOf,
  seenNameOf,
  verdictsNameOf,
} from './import.ts';
import type { Rejection } from './rows.ts';
import type { Verdicts } from './verdict.ts';
import { noneSeen, readSeen, type Seen, storedSeen } from './seen.ts';

/** At whose desk rows are judged, and whether they are booked as well. */
export type Desk = {
  readonly table: Table;
  readonly tenant: TenantId;
  readonly one: Import;
  readonly now: Instant;
  readonly books: boolean;
};

/** What changes with every step is compressed: mapping, columns, tally. */
const ImportItem = ImportListed.extend({ packed: z.instanceof(Uint8Array) }).transform(
  ({ packed, ...listed }) => ({
    ...unsqueeze(packed, Import),
    ...listed,
  }),
);
const Rejections = z.array(
  z.object({ line: z.int(), column: z.string().nullable(), code: z.string(), message: z.string() }),
);
const Decided = z.array(
  z.tuple([
    z.int(),
    z.union([
      z.literal('known'),
      z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
    ]),
  ]),
);
const Turn = z.object({ import: Import.shape.id });

export async function importById(table: Table, id: ImportId): Promise<Import> {
  const found = await table.find(keys.importById(id), ImportItem);
  return found ?? refuse('missing', 'not-found', 'There is no such import.');
}

export function listImports(table: Table, page: ListOptions): Promise<Listed<ImportListed>> {
  return table.list(places.imports(), ImportListed, { ...page, descending: true });
}

/** A file of deals, in or out, names a CRM of the company. */
export async function requireConnector(table: Table, id: ConnectorId): Promise<void> {
  try {
    await connectorById(table, id);
  } catch (error) {
    if (!isRefused(error, 'not-found')) throw error;
    refuse('rule', 'connector.unknown', 'There is no such connector.', '/connector');
  }
}

/** Adds an import; the one that is there where the request came before. */
export async function addImport(table: Table, added: Import): Promise<Import> {
  const isNew = await putOnce(table, keys.import(added.id, added.startedAt), itemOf(added));
  return isNew ? added : importById(table, added.id);
}

/** Saves what became of an import, unless somebody else did. */
export async function saveImport(table: Table, next: Import, before: Import): Promise<Import> {
  const saved = { ...next, version: before.version + 1 };
  const key = keys.import(saved.id, saved.startedAt);
  await table.put(key, itemOf(saved), { ifVersion: before.version });
  return saved;
}

function itemOf(one: Import) {
  const { id, name, status, startedAt, summary, version } = one;
  return { id, name, status, startedAt, summary, version, packed: squeeze(one) };
}

/** Whose turn it is to apply a content: the first import to ask. */
export async function takeTurn(table: Table, content: string, asking: ImportId): Promise<ImportId> {
  if (await putOnce(table, keys.importTurn(content), { import: asking })) return asking;
  const turn = await table.find(keys.importTurn(content), Turn);
  return turn?.import ?? asking;
}

/**
 * Whether an import may apply what it says of a CRM's deals: one at a time, since of two that speak of one deal
 * at the same moment each would see nothing of the other. Whoever is done leaves the turn to the next.
 */
export async function takeCrm(table: Table, crm: ConnectorId, asking: ImportId): Promise<boolean> {
  const holder = await takeTurn(table, crm, asking);
  if (holder === asking) return true;
  const { status } = await importById(table, holder);
  if (status === 'applying') return false;
  try {
    const taken = { set: { import: asking }, where: { import: holder } };
    await table.update(keys.importTurn(crm), Turn, taken);
    return true;
  } catch (error) {
    if (isRefused(error, 'version.stale')) return false;
    throw error;
  }
}

export function broughtFile(tenant: TenantId, one: Import): Promise<Described | undefined> {
  return describeFile(tenant, fileNameOf(one));
}

/** The next piece of the file from a byte on; it is empty at the end. */
export function nextPiece(tenant: TenantId, one: Import, from: number): Promise<Uint8Array> {
  if (!one.file) throw new Error('an import that is under way has a file');
  return readPiece(tenant, fileNameOf(one), one.file, [from, from + PIECE_BYTES]);
}

export async function seenBefore(tenant: TenantId, one: Import): Promise<Seen> {
  return one.step === 0 ? noneSeen : readSeen(await readFile(tenant, seenNameOf(one)));
}

export async function keepSeen(tenant: TenantId, after: Import, seen: Seen): Promise<void> {
  await writeFile(tenant, seenNameOf(after), storedSeen(seen));
}

/** What was decided of the rows of a step the first time stands, also where it is done again. */
export async function decidedOnce(tenant: TenantId, one: Import, verdicts: Verdicts): Promise<Verdicts> {
  const name = verdictsNameOf(one);
  if (await writeFileOnce(tenant, name, squeeze([...verdicts]))) return verdicts;
  return new Map(unsqueeze(await readFile(tenant, name), Decided));
}

export async function keepRejections(tenant: TenantId, one: Import, rejections: readonly Rejection[]) {
  await writeFile(tenant, rejectsNameOf(one, one.step), squeeze(rejections));
}

export async function rejectionsOf(tenant: TenantId, one: Import, step: number): Promise<Rejection[]> {
  return unsqueeze(await readFile(tenant, rejectsNameOf(one, step)), Rejections);
}

const SIDE_BY_SIDE = 10;

export async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < all.length; start += SIDE_BY_SIDE) {
    await Promise.all(all.slice(start, start + SIDE_BY_SIDE).map(work));
  }
}
