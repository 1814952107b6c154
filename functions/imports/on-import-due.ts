/**
 * Lambda: one step of an import: a piece of its file is read, judged and, in the last pass, booked. Then the
 * import says how far it is, and the next step is due. A message that comes again finds the step done.
 */
import { consume } from '../../shared/events/consume.ts';
import { send } from '../../shared/events/send.ts';
import { Refusal, refuse } from '../../shared/kernel/refusal.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { settingsOf } from '../settings/store.ts';
import { contentOf, importIdOf, readContent } from './content.ts';
import { nextByte } from './file.ts';
import { failed, type Import, thenApply } from './import.ts';
import { advance, kept } from './progress.ts';
import type { Outcome } from './rows.ts';
import { merged, nothing, rejectionsIn, tallyOf } from './tally.ts';
import {
  decidedOnce,
  type Desk,
  importById,
  keepRejections,
  keepSeen,
  nextPiece,
  saveImport,
  seenBefore,
  takeCrm,
  takeTurn,
} from './store.ts';
import { bookDeals } from './store-book-deals.ts';
import { bookLines, bookPeople } from './store-book-people.ts';
import { bookEnrolments, bookQuotas, bookRates, bookResults, bookTerritories } from './store-book-terms.ts';
import type { Kind } from './targets/index.ts';
import { entriesIn, type Entry, judged, undecided, type Verdicts, withLate } from './verdict.ts';

export const handler = consume('import.due', async ({ tenant, at: now, data }) => {
  const table = tenantTable(tenant);
  const before = await importById(table, data.import);
  const isDone = before.pass !== data.pass || before.step !== data.step;
  const next = isDone || !isUnderWay(before) ? before : await step({ table, tenant, now, one: before });
  if (isUnderWay(next) && next.pass) {
    const due = { import: next.id, pass: next.pass, step: next.step };
    await send('imports/on-import-due', [{ type: 'import.due', tenant, at: now, data: due }]);
  }
});

type Turn = Omit<Desk, 'books'>;

function isUnderWay({ status }: Import): boolean {
  return status === 'checking' || status === 'applying';
}

async function step(turn: Turn): Promise<Import> {
  const { table, one } = turn;
  try {
    const next = one.pass === 'hash' ? await hash(turn) : await read(turn);
    return await saveImport(table, next, one);
  } catch (error) {
    const isFinal = error instanceof Refusal && ['rule', 'too-large'].includes(error.because);
    if (!isFinal) throw error;
    return saveImport(table, failed(one, error), one);
  }
}

/** Takes the digest of a piece; once it is known, as after a dry run, the first to bring it applies it. */
async function hash({ table, tenant, one }: Turn): Promise<Import> {
  if (one.content !== undefined) return applied({ table, one }, one.content);
  const piece = await nextPiece(tenant, one, one.hashed.bytes);
  const hashed = readContent(one.hashed, piece);
  if (hashed.bytes < (one.file?.bytes ?? 0)) return { ...one, hashed, step: one.step + 1 };
  return applied({ table, one }, contentOf(hashed));
}

async function applied({ table, one }: Pick<Turn, 'table' | 'one'>, content: string): Promise<Import> {
  const first = await takeTurn(table, importIdOf(content, one.mapping, one.connector), one.id);
  return first === one.id ? thenApply(one, content) : { ...one, content, status: 'same', sameAs: first };
}

/** Reads a piece and judges its rows; in the pass that applies, they are booked. */
async function read(turn: Turn): Promise<Import> {
  const { tenant, one } = turn;
  await haveCrm(turn);
  const { timeZone: zone } = await settingsOf(turn.table);
  const from = nextByte(one.progress.file);
  const [piece, seen] = await Promise.all([nextPiece(tenant, one, from), seenBefore(tenant, one)]);
  const order = { mapping: one.mapping, zone };
  const begun = { ...one.progress, tally: nothing };
  const some = advance(begun, piece, seen, order);
  const isLast = from + piece.length >= (one.file?.bytes ?? 0);
  const rest = isLast
    ? advance({ ...some.progress, tally: nothing }, undefined, some.seen, order)
    : undefined;
  const { progress, seen: after } = rest ?? some;
  const outcomes = [...some.outcomes, ...(rest?.outcomes ?? [])];
  const final = await settle(turn, outcomes);
  const tally = merged(one.progress.tally, tallyOf(final));
  const rejections = rejectionsIn(final);
  if (rejections.length > 0) await keepRejections(tenant, one, rejections);
  const next: Import = {
    ...one,
    step: one.step + 1,
    progress: { ...kept(progress), tally },
    hashed:
      one.pass === 'check' ? readContent(one.hashed, piece.subarray(one.hashed.bytes - from)) : one.hashed,
    rejectedIn: rejections.length > 0 ? [...one.rejectedIn, [one.step, rejections.length]] : one.rejectedIn,
  };
  if (!isLast) {
    await keepSeen(tenant, next, after);
    return next;
  }
  if (one.pass === 'apply') return { ...next, status: 'done' };
  return { ...next, status: 'checked', content: contentOf(next.hashed) };
}

async function haveCrm({ table, one }: Turn): Promise<void> {
  const { connector, pass, step } = one;
  if (!connector || pass !== 'apply' || step > 0 || (await takeCrm(table, connector, one.id))) return;
  refuse(
    'rule',
    'import.crm-busy',
    'Another file of this CRM is being applied: start this one again after it.',
  );
}

/** Judges rows, and books those that are taken; what was decided stands, however often a step is done. */
async function settle(turn: Turn, outcomes: readonly Outcome[]): Promise<Outcome[]> {
  const { tenant, one } = turn;
  const entries = entriesIn<never>(outcomes);
  const book = bookings[one.mapping.kind] as Booking;
  const first = await book({ ...turn, books: false }, entries);
  if (one.pass !== 'apply') return judged(outcomes, first, columnOf(one));
  const decided = await decidedOnce(tenant, one, first);
  const late = await book({ ...turn, books: true }, undecided(entries, decided));
  return judged(outcomes, withLate(decided, late), columnOf(one));
}

const columnOf =
  ({ mapping }: Import) =>
  (field: string) =>
    mapping.fields[field]?.column ?? null;

type Booking = (desk: Desk, entries: readonly Entry<never>[]) => Promise<Verdicts>;

const bookings = {
  people: bookPeople,
  lines: bookLines,
  quotas: bookQuotas,
  territories: bookTerritories,
  deals: bookDeals,
  'fx-rates': bookRates,
  enrolments: bookEnrolments,
  results: bookResults,
} satisfies Record<Kind, unknown>;
