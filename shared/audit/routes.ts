/** The HTTP routes of the audit trail, the same in each plane: every plane tells what happened in it. */
import * as z from 'zod';
import { listRoute, RawReply, type RouteDefinition, route } from '../http/route.ts';
import { SealedEntry } from './entry.ts';
import { asLines, entriesOf } from './page.ts';
import { endOfTrail, listEntries, pagesAfter } from './store.ts';

const Wanted = z.strictObject({ noun: z.string().max(40).optional(), by: z.string().max(64).optional() });
const After = z.strictObject({ after: z.coerce.number().int().min(0).max(999_999_998).default(0) });

export const auditRoutes = {
  'GET /v1/audit': listRoute({
    summary: 'Who changed what, how and why, in the order in which it was recorded',
    description:
      'Changes are sealed within a quarter of an hour, and shown from then on. A page may hold fewer ' +
      'entries than its limit, and still have a next one.',
    query: Wanted,
    reply: SealedEntry,
    run: ({ table, query: { noun, by }, page }) =>
      listEntries(
        table,
        page,
        (entry) => (noun ?? entry.noun) === entry.noun && (by ?? entry.by) === entry.by,
      ),
  }),

  'GET /v1/audit/export': route({
    summary: 'The audit trail as lines of JSON, to keep and to verify elsewhere',
    description:
      'The pages after the one that `after` names, from the first on without it; the Link header names ' +
      'what comes next. `attain audit verify` checks that no line was changed, left out or moved.',
    query: After,
    reply: z.unknown(),
    async run({ table, query }) {
      const { items, next } = await pagesAfter(table, query.after);
      const link = next && `</v1/audit/export?after=${items.at(-1)?.page}>; rel="next"`;
      return new RawReply({
        statusCode: 200,
        headers: {
          'content-type': 'application/x-ndjson',
          'cache-control': 'no-store',
          ...(link && { link }),
        },
        body: asLines(items.flatMap(entriesOf)),
      });
    },
  }),

  'GET /v1/audit/head': route({
    summary: 'The newest sealed entry: keep its hash elsewhere, and nobody can cut the end off unseen',
    reply: z.object({ n: z.int(), hash: z.string(), page: z.int() }),
    async run({ table }) {
      const { n, hash, page } = await endOfTrail(table);
      return { n, hash, page };
    },
  }),
} satisfies Record<string, RouteDefinition>;
