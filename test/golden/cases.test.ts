/** Golden cases: what plans have to pay, worked out by hand as data, against the engine that pays. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../functions/runs/cases/judge.ts';
import { caseFilesIn, readCase } from '../../infra/cli/plan/folder.ts';

const FOLDERS = ['test/golden/pay', 'test/golden/worked', 'test/golden/plans/account-executives'];

describe.each(FOLDERS)('%s', (folder) => {
  const cases = caseFilesIn(folder).map((file) => readCase(file).golden);
  const named = cases.map(
    (golden) => [golden.row ? `${golden.row} ${golden.name}` : golden.name, golden] as const,
  );

  it.each(named)('%s', (_, golden) => {
    const { differences, refusal } = judge(golden);
    expect([refusal?.faults ?? [], differences], golden.math).toEqual([[], []]);
  });
});
