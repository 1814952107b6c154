/** Golden cases as people write them: what is no case is refused by its line, and what is paid otherwise is said. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryCase, tryCases } from '../../infra/cli/plan/trial.ts';
import { readPlan } from '../../infra/cli/plan/folder.ts';
import { readYaml, Unreadable } from '../../infra/cli/plan/yaml.ts';

const PLAN = `name: Ten percent
currency: EUR
period: quarter
components:
  - { id: commission, name: Commission, kind: flat-rate, rate: 0.10 }
`;
const CASE = `name: Ten percent of a deal
math: 50,000 × 10 % = 5,000
wrong:
  50000: the whole deal
currency: EUR
pay: [2026-q1]
people: [Ana]
deals:
  - { id: D1, on: 2026-02-02, owner: Ana, amount: 50000 }
expect:
  2026-q1:
    Ana: { total: 5000 }
`;

let folders = 0;

/** A folder with a plan and one case, each changed a little. */
function folderOf({ plan = PLAN, golden = CASE }: { plan?: string; golden?: string }): string {
  folders += 1;
  const folder = `.attain/cases-${process.pid}-${folders}`;
  write(join(folder, 'plan.yaml'), plan);
  write(join(folder, 'cases/one.yaml'), golden);
  return folder;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What is wrong with the one case, without the name of the folder. */
function wrongWith(of: { plan?: string; golden?: string }): string[] {
  const folder = folderOf(of);
  const [trial] = tryCases(folder);
  return (trial?.wrong ?? []).map((text) => text.replaceAll(`${folder}/`, ''));
}

describe('a case', () => {
  it('that is paid as it expects, has nothing wrong', () => {
    expect(wrongWith({})).toEqual([]);
  });

  it('that is paid otherwise, says what, by which mistake, and how it follows by hand', () => {
    expect(wrongWith({ plan: PLAN.replace('0.10', '1') })).toEqual([
      '2026-q1 Ana total: 5000 expected, and it is 50000.00: the whole deal',
      'by hand: 50,000 × 10 % = 5,000',
    ]);
  });

  it.each([
    [
      'what nobody expects',
      CASE.replace('total: 5000', 'totl: 5000'),
      'cases/one.yaml:12: There is no such field.',
    ],
    ['a field that is not there', `${CASE}note: x\n`, 'cases/one.yaml:13: There is no such field.'],
    [
      'an amount that is none',
      CASE.replace('amount: 50000', 'amount: 5e4'),
      "cases/one.yaml:9: must be an amount in whole units of the currency, for example '31500.00'",
    ],
    [
      'somebody who is not there',
      CASE.replace('owner: Ana', 'owner: Ben'),
      'cases/one.yaml:9: The case has nobody called Ben. (case.unknown-person)',
    ],
    [
      'a fraction of a cent',
      CASE.replace('amount: 50000', 'amount: 0.001'),
      'cases/one.yaml:9: 0.001 is no amount of whole minor units of EUR. (case.amount)',
    ],
    [
      'a period that the calendar does not have',
      CASE.replaceAll('2026-q1', '2026-q9'),
      'cases/one.yaml:6: There is no period 2026-q9. (case.unknown-period)',
    ],
    [
      'one name twice',
      CASE.replace('people:', 'pay:'),
      'cases/one.yaml:7: Map keys must be unique at line 7, column 1:',
    ],
  ])('is refused for %s, by its line', (_, golden, fault) => {
    expect(wrongWith({ golden })).toContain(fault);
  });

  it('whose plan is refused, points into the file of the plan', () => {
    const plan = PLAN.replace('rate: 0.10', 'rate: 0.10, measure: demos');
    expect(wrongWith({ plan })).toEqual([
      "plan.yaml:5: 'Commission' looks at a measure 'demos', which the plan does not have. (measure.unknown)",
    ]);
  });

  it('may name another plan, or have one of its own', () => {
    const own = CASE.replace(
      'pay:',
      `plan:\n  period: quarter\n  components: [{ id: c, name: C, kind: flat-rate, rate: 0.1 }]\npay:`,
    );
    expect(wrongWith({ golden: own })).toEqual([]);
    expect(wrongWith({ golden: CASE.replace('pay:', 'plan: ../plan.yaml\npay:') })).toEqual([]);
    expect(wrongWith({ golden: CASE.replace('pay:', 'plan: ../lost.yaml\npay:') })).toEqual([
      'lost.yaml:1: There is no such file.',
    ]);
  });

  it('that expects nothing proves nothing', () => {
    const [fault] = wrongWith({ golden: CASE.slice(0, CASE.indexOf('expect:')) });
    expect(fault).toBe('cases/one.yaml:1: expects nothing');
  });

  it('that wants a refusal is wrong about a plan that is taken', () => {
    const golden = `${CASE.slice(0, CASE.indexOf('expect:'))}refused: { code: band.gap, pointer: /components/0 }\n`;
    expect(wrongWith({ golden }).slice(0, 1)).toEqual([
      'plan refused: band.gap /components/0 expected, and it is nothing',
    ]);
  });
});

describe('what is written', () => {
  it('keeps its digits: 0.1 is the text, whatever a float would make of it', () => {
    const { value } = readYaml('x.yaml', 'a: 0.1\nb: 12345678901234567890.10\nc: true\nd: null\ne: 1e400\n');
    expect(value).toEqual({ a: '0.1', b: '12345678901234567890.10', c: true, d: null, e: '1e400' });
  });

  it('becomes a whole number where one is asked for, and nowhere else', () => {
    const plan = `${PLAN}payment: { guarantee: { amountMinor: 5000, during: { months: 2 } } }\n`;
    const { document } = readPlan(folderOf({ plan }));
    expect(document).toMatchObject({
      payment: { guarantee: { amountMinor: '5000', during: { months: 2 } } },
    });
  });

  it('that cannot be read is refused by its line', () => {
    expect(() => readYaml('x.yaml', 'a: 1\nb: [1,\n')).toThrow(Unreadable);
    expect(tryCase(join(folderOf({ golden: 'a: [1,\n' }), 'cases/one.yaml')).wrong).toHaveLength(1);
  });
});
