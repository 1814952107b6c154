/** Lambda: the HTTP routes of imports. */
import * as z from 'zod';
import { send } from '../../shared/events/send.ts';
import { ADDRESS_SECONDS, uploadAddress } from '../../shared/files.ts';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import { ImportId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { TenantId } from '../../shared/kernel/ids.ts';
import { fileNameOf, Import, ImportListed, NewImport, openImport, startImport } from './import.ts';
import { imports } from './module.ts';
import {
  addImport,
  broughtFile,
  importById,
  listImports,
  rejectionsOf,
  requireConnector,
  saveImport,
} from './store.ts';
import { ignoredIn, rejectedIn, Tally } from './tally.ts';

const OneImport = z.object({ import: ImportId });

const ImportShown = Import.omit({
  progress: true,
  hashed: true,
  rejectedIn: true,
  pass: true,
  step: true,
}).extend({
  /** Bytes of the file that are read so far, in the pass that is under way. */
  readBytes: z.int(),
  tally: Tally.extend({ ignoredRows: z.int(), rejectedRows: z.int() }),
});
const Address = z.object({ method: z.literal('PUT'), url: z.string(), withinSeconds: z.int() });
const Rejected = z.object({
  line: z.int(),
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});

export const routes = {
  'POST /v1/imports': route({
    summary: 'Open an import: its mapping, and the address to put its file at',
    description:
      'Put the file at the address, then start the import. A repeated request is answered without the ' +
      'address: ask for another.',
    idempotent: true,
    shownOnce: ['upload'],
    body: NewImport,
    reply: ImportShown.extend({ upload: Address.nullable() }),
    status: 201,
    async run({ caller, table, body, now, newId }) {
      const opened = openImport(body, { id: ImportId.parse(newId('imp')), createdBy: caller.principal, now });
      if (opened.connector) await requireConnector(table, opened.connector);
      const added = await addImport(table, opened);
      return { ...shown(added), upload: await addressFor(caller.tenant, added) };
    },
  }),

  'POST /v1/imports/{import}/address': route({
    summary: 'Ask for another address to put the file of an import at',
    path: OneImport,
    reply: Address,
    run: async ({ caller, table, path }) => addressFor(caller.tenant, await importById(table, path.import)),
  }),

  'GET /v1/imports': listRoute({
    summary: 'Imports, the latest first',
    reply: ImportListed,
    run: ({ table, page }) => listImports(table, page),
  }),

  'GET /v1/imports/{import}': route({
    summary: 'An import: how far it is, and what became of the rows so far',
    path: OneImport,
    reply: ImportShown,
    run: async ({ table, path }) => shown(await importById(table, path.import)),
  }),

  'POST /v1/imports/{import}/start': route({
    summary: 'Try the file that was brought, or apply it',
    description:
      'A dry run reads and judges every row and changes nothing. A file that was applied before, by the same ' +
      'mapping, is the same import and is not applied again. Starting what is under way changes nothing.',
    path: OneImport,
    body: z.strictObject({ dryRun: z.boolean().default(false) }),
    reply: ImportShown,
    status: 202,
    async run({ caller, table, path, body, now }) {
      const before = await importById(table, path.import);
      const file = await broughtFile(caller.tenant, before);
      if (!file) refuse('conflict', 'file.missing', 'No file was put at the address of this import.');
      const started = startImport(before, file, body.dryRun);
      const next = started ? await saveImport(table, started, before) : before;
      await goOn(caller.tenant, next, now);
      return shown(next);
    },
  }),

  'GET /v1/imports/{import}/rejects': listRoute({
    summary: 'Every rejected row with its line, its column and the reason, by line',
    path: OneImport,
    reply: Rejected,
    async run({ caller, table, path, page }) {
      const one = await importById(table, path.import);
      const [step = 0, offset = 0] = (page.after ?? '0.0').split('.').map(Number);
      const [at, after] = one.rejectedIn.filter(([n]) => n >= step);
      if (!at) return { items: [], next: undefined };
      const begin = at[0] === step ? offset : 0;
      const rows = await rejectionsOf(caller.tenant, one, at[0]);
      const items = rows.slice(begin, begin + page.limit);
      const rest = begin + items.length < rows.length ? `${at[0]}.${begin + items.length}` : undefined;
      return { items, next: rest ?? (after && `${after[0]}.0`) };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(imports, 'api', routes);

/** Sends the step that is due, also of an import that was left behind. */
async function goOn(tenant: TenantId, { id, status, pass, step }: Import, at: Instant): Promise<void> {
  if (!pass || !['checking', 'applying'].includes(status)) return;
  await send('imports/on-import-due', [{ type: 'import.due', tenant, at, data: { import: id, pass, step } }]);
}

async function addressFor(tenant: TenantId, one: Import) {
  const url = await uploadAddress(tenant, fileNameOf(one));
  return { method: 'PUT' as const, url, withinSeconds: ADDRESS_SECONDS };
}

function shown({ progress, hashed, rejectedIn: _, pass, step: _step, ...one }: Import) {
  const { tally, file } = progress;
  const read = file.format === 'csv' ? file.csv.read : file.ndjson.read;
  return {
    ...one,
    readBytes: pass === 'hash' ? hashed.bytes : read,
    tally: { ...tally, ignoredRows: ignoredIn(tally), rejectedRows: rejectedIn(tally) },
  };
}
