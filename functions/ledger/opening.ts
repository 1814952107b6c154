/**
 * The balances that a run opens with are those that the run of the period before closed with, of everybody
 * who has some; what it settles itself replaces them.
 *
 *   opened with     ada owed 500 · ben owed 200
 *   settled         ada nothing · cem excess 300          (ben is not paid in this period)
 *   closes with     ben owed 200 · cem excess 300
 */
import * as z from 'zod';
import { PersonId } from '../../shared/kernel/ids.ts';
import { Balances, isNothing, nothing } from './balances.ts';

export const Opening = z.object({ person: PersonId, balances: Balances });
export type Opening = z.output<typeof Opening>;

export function openingOf(openings: readonly Opening[], person: PersonId): Balances {
  return openings.find((one) => one.person === person)?.balances ?? nothing;
}

export function closings(openings: readonly Opening[], settled: readonly Opening[]): Opening[] {
  const all = new Map([...openings, ...settled].map(({ person, balances }) => [person, balances]));
  return [...all]
    .map(([person, balances]) => ({ person, balances }))
    .filter(({ balances }) => !isNothing(balances))
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}
