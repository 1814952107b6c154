/** Milestones in the table: those of a person lie together, each under a key that says which it is. */
import { fact } from '../../shared/events/fact.ts';
import type { PersonId, TenantId } from '../../shared/kernel/ids.ts';
import { isRefused } from '../../shared/kernel/refusal.ts';
import { keys, places } from '../../shared/table/keys.ts';
import type { ListOptions, Table } from '../../shared/table/operations.ts';
import { Milestone } from './milestone.ts';

const AT_ONCE = 10;

/** The latest ends first. */
export const listMilestones = (table: Table, person: PersonId, page: ListOptions) =>
  table.list(places.notices(person), Milestone, { ...page, descending: true });

/** Tells of those that nobody was told of before; answers how many. */
export async function tellOf(
  table: Table,
  tenant: TenantId,
  milestones: readonly Milestone[],
): Promise<number> {
  const all = new Map(milestones.map((milestone) => [nameOf(milestone), milestone]));
  const told = await table.findAll([...all.values()].map(keyOf), Milestone);
  for (const milestone of told) all.delete(nameOf(milestone));
  const news = [...all.values()];
  for (let start = 0; start < news.length; start += AT_ONCE) {
    const some = news.slice(start, start + AT_ONCE);
    await Promise.all(some.map((milestone) => saveOnce(table, tenant, milestone)));
  }
  return news.length;
}

/** Two who look at once tell once. */
async function saveOnce(table: Table, tenant: TenantId, milestone: Milestone): Promise<void> {
  const { person, period, measure, percent, at, end } = milestone;
  const facts = [fact('milestone.reached', at, { person, period, measure, percent }, tenant, end)];
  try {
    await table.put(keyOf(milestone), milestone, { ifAbsent: true, facts });
  } catch (error) {
    if (!isRefused(error, 'version.stale')) throw error;
  }
}

const keyOf = ({ person, end, period, over, measure, percent }: Milestone) =>
  keys.notice(person, end, over === 'period' ? period : over, measure, percent);
const nameOf = (milestone: Milestone) => Object.values(keyOf(milestone)).join(' ');
