/** What a statement is read from: the sheet of the payee in the published run, or in a named one. */
import type { PeriodId, PersonId, RunId, TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { ListOptions, Table } from '../../shared/table/operations.ts';
import { finalRunId } from '../runs/run.ts';
import type { SheetHead, SheetLine } from '../runs/sheet.ts';
import { headsByRun, listPublished, publishedRun, runById, sheetOf } from '../runs/store.ts';

export type Asked = {
  readonly tenant: TenantId;
  readonly person: PersonId;
  readonly period: PeriodId;
  readonly run?: RunId | undefined;
};

export type Found = {
  readonly run: RunId;
  readonly status: 'published' | 'preview';
  readonly head: SheetHead;
  readonly lines: readonly SheetLine[];
};

/** Without a named run, one read: the final run of a period is known by its name. */
export async function findStatement(table: Table, asked: Asked): Promise<Found> {
  const { run, status } = await whichRun(table, asked);
  const sheet = await sheetOf(table, run, asked.person);
  if (sheet?.head.period !== asked.period) return noStatement();
  return { run, status, ...sheet };
}

async function whichRun(
  table: Table,
  { tenant, period, run }: Asked,
): Promise<Pick<Found, 'run' | 'status'>> {
  const final = finalRunId(tenant, period);
  if (run !== undefined && run !== final) {
    await runById(table, run);
    return { run, status: 'preview' };
  }
  if (!(await isPublished(table, tenant, period))) return noStatement();
  return { run: final, status: 'published' };
}

/** What the published runs of a page of periods found for a payee, by period. */
export async function settledPeriods(table: Table, person: PersonId, page: ListOptions) {
  const { items, next } = await listPublished(table, page);
  const found = await headsByRun(
    table,
    items.map(({ run }) => run),
    person,
  );
  const heads = items.flatMap(({ run, period }) => {
    const head = found.find((one) => one.period === period);
    return head ? [{ run, head }] : [];
  });
  return { heads, next };
}

/** Periods that are known to be published: none is ever taken back, so each is asked for once. */
const published = new Set<string>();
const KEPT = 10_000;

async function isPublished(table: Table, tenant: TenantId, period: PeriodId): Promise<boolean> {
  const name = `${tenant} ${period}`;
  if (published.has(name)) return true;
  if (!(await publishedRun(table, period))) return false;
  if (published.size >= KEPT) published.clear();
  published.add(name);
  return true;
}

export function noStatement(): never {
  return refuse('missing', 'not-found', 'There is no such statement.');
}
