/** Lambda: the HTTP routes of exports. Whoever takes out what they may not read is refused. */
import * as z from 'zod';
import { send } from '../../shared/events/send.ts';
import { ADDRESS_SECONDS, downloadAddress } from '../../shared/files.ts';
import { api, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { may, type Permission } from '../../shared/http/roles.ts';
import { ExportId, type TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { standardMapping } from './export.ts';
import { Export, type ExportKind, fileNameOf, formatOf, NewExport, openExport, shownAs } from './exported.ts';
import { Mapping } from './mapping.ts';
import { imports } from './module.ts';
import { requireConnector } from './store.ts';
import { addExport, exportById } from './store-exports.ts';

/** What each kind shows. */
const READS: Readonly<Record<ExportKind, Permission>> = {
  people: 'person:read',
  lines: 'person:read',
  quotas: 'quota:read',
  deals: 'deal:read',
  enrolments: 'plan:read',
  territories: 'territory:read',
  'fx-rates': 'rate:read',
  results: 'result:read',
};

const Address = z.object({ method: z.literal('GET'), url: z.string(), withinSeconds: z.int() });
/** It has no tag: the address in it does not live as long as what it leads to. */
const ExportShown = Export.omit({ version: true }).extend({
  /** What reads the file. */
  mapping: Mapping,
  download: Address.nullable(),
});

export const routes = {
  'POST /v1/exports': route({
    summary: 'Have all that the company has of one kind written into a file',
    description:
      'The file says what is so when it is written, and comes back in unchanged by the mapping of the export.',
    idempotent: true,
    shownOnce: ['download'],
    body: NewExport,
    reply: ExportShown,
    status: 202,
    async run({ caller, table, body, now, newId }) {
      refuseUnread(caller, body.kind);
      const asked = { id: ExportId.parse(newId('exp')), createdBy: caller.principal, now };
      const opened = openExport(body, asked);
      if (opened.connector) await requireConnector(table, opened.connector);
      const added = await addExport(table, opened);
      await goOn(caller.tenant, added, now);
      return shown(caller.tenant, added);
    },
  }),

  'GET /v1/exports/{export}': route({
    summary: 'An export: whether its file is there, and the address to fetch it at',
    path: z.object({ export: ExportId }),
    reply: ExportShown,
    async run({ caller, table, path }) {
      const one = await exportById(table, path.export);
      refuseUnread(caller, one.kind);
      return shown(caller.tenant, one);
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(imports, 'api-exports', routes);

function refuseUnread({ roles }: Caller, kind: ExportKind): void {
  if (may(roles, READS[kind])) return;
  refuse('forbidden', 'permission.missing', `This needs the permission ${READS[kind]}.`);
}

async function goOn(tenant: TenantId, { id, status }: Export, at: Instant): Promise<void> {
  if (status === 'done') return;
  await send('imports/on-export-due', [{ type: 'export.due', tenant, at, data: { export: id } }]);
}

async function shown(tenant: TenantId, one: Export): Promise<z.output<typeof ExportShown>> {
  const download = one.status === 'done' ? await addressOf(tenant, one) : null;
  const { version: _, ...rest } = one;
  return { ...rest, mapping: standardMapping(one.kind, formatOf(one)), download };
}

async function addressOf(tenant: TenantId, one: Export) {
  const url = await downloadAddress(tenant, fileNameOf(one), shownAs(one));
  return { method: 'GET' as const, url, withinSeconds: ADDRESS_SECONDS };
}
