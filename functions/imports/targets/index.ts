/** All that can be imported: a kind here is a kind in every mapping, and a file beside this one. */
import { deal, type ImportedDeal } from './deal.ts';
import { enrolment, type ImportedEnrolment } from './enrolment.ts';
import { fxRate, type ImportedFxRate } from './fx-rate.ts';
import { type ImportedLine, line } from './line.ts';
import { type ImportedPerson, person } from './person.ts';
import { type ImportedQuota, quota } from './quota.ts';
import { type ImportedResult, result } from './result.ts';
import type { Target } from './target.ts';
import { type ImportedTerritory, territory } from './territory.ts';

export const targets = {
  people: person,
  lines: line,
  quotas: quota,
  territories: territory,
  deals: deal,
  'fx-rates': fxRate,
  enrolments: enrolment,
  results: result,
};
export type Kind = keyof typeof targets;
export const kinds = Object.keys(targets) as Kind[];

export type Records = {
  people: ImportedPerson;
  lines: ImportedLine;
  quotas: ImportedQuota;
  territories: ImportedTerritory;
  deals: ImportedDeal;
  'fx-rates': ImportedFxRate;
  enrolments: ImportedEnrolment;
  results: ImportedResult;
};
export type ImportedRecord = Records[Kind];

export function targetOf(kind: Kind): Target {
  return targets[kind];
}

/** Two rows with one key speak of the same thing. */
export function keyOf(kind: Kind, record: ImportedRecord): readonly string[] {
  return [kind, ...targets[kind].keyOf(record as never)];
}
