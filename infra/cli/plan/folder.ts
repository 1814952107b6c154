/**
 * Plans as code: a folder of a company's own repository, with a plan and the cases that it has to pay.
 *
 *   plan.yaml               the document that POST /v1/plans takes
 *   cases/marginal.yaml     a case; its plan is the one above, or another file, or stands in it
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PlanDraft } from '../../../functions/plans/plan.ts';
import { GoldenCase } from '../../../functions/runs/cases/case.ts';
import { faultsOf } from '../../../shared/kernel/faults.ts';
import { withNumbers } from './whole-numbers.ts';
import { type FileFault, readYaml, Unreadable, type Written } from './yaml.ts';

const PLAN = 'plan.yaml';
const CASES = 'cases';

export type CaseFile = {
  readonly golden: GoldenCase;
  /** The line to which a pointer into the case leads, be it of a plan in another file. */
  readonly placeOf: (pointer: string) => Omit<FileFault, 'message'>;
};

/** A plan of a case: in which file it stands, and where in that. */
type Source = { readonly written: Written; readonly at: string; readonly document: unknown };

/** The plan of a folder, as it is sent. */
export function readPlan(folder: string): { readonly written: Written; readonly document: object } {
  const written = read(join(folder, PLAN));
  return { written, document: planIn(written) };
}

/** The files of all cases, by name: those in `cases`, or of a folder that holds nothing else. */
export function caseFilesIn(folder: string): string[] {
  const cases = join(folder, CASES);
  const place = existsSync(cases) ? cases : folder;
  return readdirSync(place)
    .filter((name) => name.endsWith('.yaml') && name !== PLAN)
    .sort()
    .map((name) => join(place, name));
}

/** Refuses a file that is no case, with the lines of all that is wrong. */
export function readCase(file: string): CaseFile {
  const written = read(file);
  const { plan, plans, ...rest } = recordOf(written, written.value, '');
  const said = plans === undefined ? { plan } : recordOf(written, plans, '/plans');
  const root = plans === undefined ? '' : '/plans';
  const sources = new Map(
    Object.entries(said).map(([name, one]) => [name, sourceOf(written, one, `${root}/${name}`)]),
  );
  const documents = Object.fromEntries([...sources].map(([name, { document }]) => [name, document]));
  const value = withNumbers(GoldenCase, { ...rest, plans: documents });
  const { data, error } = GoldenCase.safeParse(value);
  const placeOf = (pointer: string) => placeIn(written, sources, pointer);
  if (data) return { golden: data, placeOf };
  throw new Unreadable(faultsOf(error).map(({ pointer, message }) => ({ ...placeOf(pointer), message })));
}

/** A document that stands in the case, or in the file that it names; where it names none, in the one above. */
function sourceOf(written: Written, said: unknown, at: string): Source {
  if (said !== undefined && typeof said !== 'string') {
    return { written, at, document: numbered(recordOf(written, said, at)) };
  }
  const own = read(join(dirname(written.file), said ?? `../${PLAN}`));
  return { written: own, at: '', document: planIn(own) };
}

function placeIn(written: Written, sources: ReadonlyMap<string, Source>, pointer: string) {
  const [, first, name = '', ...rest] = pointer.split('/');
  const source = first === 'plans' ? sources.get(name) : undefined;
  if (!source) return { file: written.file, line: written.lineOf(pointer) };
  const inside = [source.at, ...rest].join('/');
  return { file: source.written.file, line: source.written.lineOf(inside) };
}

function planIn(written: Written): object {
  return numbered(recordOf(written, written.value, ''));
}

const numbered = (document: object): object => withNumbers(PlanDraft, document) as object;

function read(file: string): Written {
  if (!existsSync(file)) throw new Unreadable([{ file, line: 1, message: 'There is no such file.' }]);
  return readYaml(file, readFileSync(file, 'utf8'));
}

function recordOf(written: Written, value: unknown, pointer: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  const { file } = written;
  throw new Unreadable([{ file, line: written.lineOf(pointer), message: 'Here stand names with values.' }]);
}
