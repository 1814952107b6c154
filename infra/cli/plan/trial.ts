/** `attain plan test`: all cases of a folder offline, by the engine that pays. */
import type { Difference } from '../../../functions/runs/cases/difference.ts';
import { judge } from '../../../functions/runs/cases/judge.ts';
import { type CaseFile, caseFilesIn, readCase } from './folder.ts';
import { faultText, Unreadable } from './yaml.ts';

export type Trial = { readonly file: string; readonly name: string; readonly wrong: readonly string[] };

/** Of each case: nothing, or what is wrong with it, in lines to read. */
export function tryCases(folder: string): Trial[] {
  return caseFilesIn(folder).map(tryCase);
}

export function tryCase(file: string): Trial {
  try {
    const read = readCase(file);
    return { file, name: read.golden.name, wrong: wrongWith(read) };
  } catch (error) {
    if (error instanceof Unreadable) return { file, name: '', wrong: error.faults.map(faultText) };
    throw error;
  }
}

/** A line for each case, and below those that fail, why, and how the expected amounts follow. */
export function trialText({ file, name, wrong }: Trial): string {
  const line = `${wrong.length === 0 ? 'pays ' : 'WRONG'}  ${file}${name && `  ${name}`}`;
  return [line, ...wrong.map((text) => `         ${text}`)].join('\n');
}

function wrongWith({ golden, placeOf }: CaseFile): string[] {
  const { differences, refusal } = judge(golden);
  if (refusal) {
    const faults = refusal.faults.map(({ pointer, message }) => ({ ...placeOf(pointer), message }));
    const texts = faults.length > 0 ? faults.map(faultText) : [refusal.message];
    return texts.map((text) => `${text} (${refusal.code})`);
  }
  if (differences.length === 0) return [];
  return [...differences.map(differenceText), `by hand: ${golden.math}`];
}

export function differenceText({ period, who, what, expected, is, mistake }: Difference): string {
  const place = [period, who, what].filter(Boolean).join(' ');
  return `${place}: ${expected} expected, and it is ${is}${mistake ? `: ${mistake}` : ''}`;
}
