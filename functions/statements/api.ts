/** Lambda: the HTTP routes of statements. */
import * as z from 'zod';
import { unstow } from '../../shared/blobs.ts';
import { api, listRoute, type RouteDefinition, route } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import { recheck } from '../../shared/http/standard-webhooks.ts';
import { type DealId, ImportId, PeriodId, PersonId, RunId } from '../../shared/kernel/ids.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { type Day, dayOf } from '../../shared/kernel/time.ts';
import { readSecret } from '../../shared/secrets.ts';
import type { Table } from '../../shared/table/operations.ts';
import { everyKey, SigningKeys, signingKeysOf } from '../crm/signing-keys.ts';
import { received } from '../crm/store.ts';
import type { Credit } from '../deals/crediting.ts';
import { arrivalOf, countedChanges, type DealChange, inOrder } from '../deals/deal.ts';
import { knownDeal } from '../deals/store-imported.ts';
import { importById } from '../imports/store.ts';
import { canSee, isIn, noOrg } from '../people/org.ts';
import { orgOf } from '../people/store.ts';
import { Published } from '../runs/run.ts';
import { calculatorOf } from '../runs/calculate.ts';
import type { TrueUp } from '../runs/posted.ts';
import { listPublished } from '../runs/store.ts';
import { manifestOf, pinnedCredits } from '../runs/store-inputs.ts';
import { derivation, Explanation, type SourceEvent } from './explanation.ts';
import { Goals, goalsOf } from './goals.ts';
import { entriesOf, LedgerEntry, lastDayOf } from './ledger.ts';
import { statements } from './module.ts';
import { Statement, statementOf } from './statement.ts';
import { type Asked, type Found, findStatement, noStatement, settledPeriods } from './store.ts';

/** Of a line that came late by more deals than these, the others are named. */
const DEALS_EXPLAINED = 20;
const Of = z.object({ person: PersonId, period: PeriodId });
const Which = z.strictObject({ run: RunId.optional() });

export const routes = {
  'GET /v1/people/{person}/statements': listRoute({
    summary: 'The periods of which a payee has a statement',
    path: z.object({ person: PersonId }),
    reply: Published,
    async run({ caller, table, path, page, now }) {
      const org = await orgOf(table);
      const sees = isIn(org, path.person) && canSee(org, caller, path.person, dayOf(now, 'UTC'));
      if (!sees) noStatement();
      return listPublished(table, page);
    },
  }),

  'GET /v1/people/{person}/ledger': listRoute({
    summary: 'What a payee was paid, period by period: balances, postings and payments',
    description: 'A page may hold fewer periods than its limit, and still have a next one.',
    path: z.object({ person: PersonId }),
    reply: LedgerEntry,
    async run({ caller, table, path: { person }, page, now }) {
      const org = await orgOf(table);
      if (!isIn(org, person) || !canSee(org, caller, person, dayOf(now, 'UTC'))) noStatement();
      const { heads, next } = await settledPeriods(table, person, page);
      const seenHeads = heads.filter(({ head }) => canSee(org, caller, person, lastDayOf(head)));
      return { items: seenHeads.flatMap(({ run, head }) => entriesOf(run, head)), next };
    },
  }),

  'GET /v1/people/{person}/statements/{period}': route({
    summary: 'The statement of a payee: the published one, or that of a named run',
    path: Of,
    query: Which,
    reply: Statement,
    async run({ caller, table, path, query }) {
      const { head, lines, ...of } = await visible(table, caller, { ...path, ...query });
      return statementOf(of, head, lines);
    },
  }),

  'GET /v1/people/{person}/statements/{period}/goals': route({
    summary: 'What was earned by the goal that it serves, and the deals that drove it',
    path: Of,
    query: Which,
    reply: Goals,
    async run({ caller, table, path, query }) {
      const { run, head } = await visible(table, caller, { ...path, ...query });
      const manifest = await manifestOf(table, run);
      const result = calculatorOf(manifest, await pinnedCredits(table, manifest))(path.person);
      assert(result.totalMinor === head.totalMinor, 'a replay pays what was stated');
      const { currency, totalMinor } = head;
      return { ...path, run, currency, goals: goalsOf(manifest, result), totalMinor };
    },
  }),

  'GET /v1/people/{person}/statements/{period}/lines/{line}/explanation': route({
    summary: 'Why a line pays what it pays, down to the webhooks behind it',
    path: Of.extend({ line: z.coerce.number().int().positive() }),
    query: Which,
    reply: Explanation,
    async run({ caller, table, path, query }) {
      const { run, lines } = await visible(table, caller, { ...path, ...query });
      const stated = lines[path.line - 1];
      if (!stated) return refuse('missing', 'not-found', 'The statement has no such line.');
      const manifest = await manifestOf(table, run);
      const credits = await pinnedCredits(table, manifest);
      const result = calculatorOf(manifest, credits)(path.person);
      const line = result.lines[path.line - 1];
      const credit = credits.find(({ id }) => id === line?.credit);
      assert(line?.amountMinor === stated.amountMinor, 'a replay pays what was stated');
      const said = derivation(manifest, result, path.line, credit);
      if (credit) return { ...said, ...(await behind(table, caller, credit)) };
      return { ...said, ...(await behindTrueUp(table, caller, line.trueUp)) };
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(statements, 'api', routes);

/** A statement is seen by its payee, by those above them on the last of its days, and by those who pay. */
async function visible(table: Table, caller: Caller, asked: Omit<Asked, 'tenant'>): Promise<Found> {
  const found = await findStatement(table, { tenant: caller.tenant, ...asked });
  await seen(table, caller, asked.person, lastDayOf(found.head));
  return found;
}

/** The reporting lines are read only where they decide. */
async function seen(table: Table, caller: Caller, person: PersonId, day: Day): Promise<void> {
  if (canSee(noOrg, caller, person, day)) return;
  if (!canSee(await orgOf(table), caller, person, day)) noStatement();
}

/** The deal of a credit, and all that was said about it. */
async function behind(table: Table, caller: Caller, credit: Pick<Credit, 'deal' | 'event'>) {
  const { id, recordId, events } = await saidOf(table, caller, credit.deal, [credit.event]);
  return { deal: { id, recordId }, events };
}

/** What was said about the deals by which a line came late; of a line without any, nothing. */
async function behindTrueUp(table: Table, caller: Caller, trueUp: TrueUp | undefined) {
  if (!trueUp) return { events: [] };
  const some = trueUp.deals.slice(0, DEALS_EXPLAINED);
  const all = await Promise.all(some.map((deal) => saidOf(table, caller, deal, trueUp.events)));
  const events = all.flatMap(({ id: deal, events: said }) => said.map((event) => ({ ...event, deal })));
  const [only, ...more] = all;
  return { ...(only && more.length === 0 && { deal: { id: only.id, recordId: only.recordId } }), events };
}

async function saidOf(table: Table, caller: Caller, of: DealId, causes: readonly string[]) {
  const deal = await knownDeal(table, of);
  assert(deal, 'a credit is of a deal');
  const changes = inOrder(countedChanges(deal));
  const events = await Promise.all(changes.map((change) => sourceOf(table, caller, change, causes)));
  return { id: deal.id, recordId: deal.recordId, events };
}

/** The webhook of a change as it came, and whether its signature still proves it; or the row of a file. */
async function sourceOf(
  table: Table,
  { tenant }: Caller,
  change: DealChange,
  causes: readonly string[],
): Promise<SourceEvent> {
  const { id, event, occurredAt, inbox, row } = change;
  const causedTheCredit = causes.includes(id);
  const source = { id, event, occurredAt, receivedAt: arrivalOf(change), causedTheCredit };
  if (row) {
    const { content = null } = await importById(table, ImportId.parse(row.import));
    return { ...source, row: { import: row.import, line: row.line, content } };
  }
  // What the company said itself has its author and reason in the deal and in the audit trail.
  if (!inbox) return source;
  const item = await received(table, inbox);
  assert(item, 'a change of a deal has a webhook in the inbox');
  const [bytes, kept] = await Promise.all([
    unstow(tenant, item.body),
    readSecret(tenant, signingKeysOf(inbox.connector)),
  ]);
  const secrets = kept === undefined ? [] : everyKey(SigningKeys.parse(JSON.parse(kept)));
  const raw = Buffer.from(bytes).toString('utf8');
  return { ...source, receivedAt: item.receivedAt, raw, signature: recheck(secrets, item, bytes) };
}
