/** Imports on the command line: brings a file, says how far it is, and tells what became of its rows. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { bring, type Brought, type Tally } from './bring.ts';
import type { Client, Json } from './client.ts';

export type FileToBring = {
  readonly mapping: string;
  readonly file: string;
  readonly connector?: string | undefined;
  readonly dryRun: boolean;
};

const LONGEST_NAME = 100;

/** Answers the import as it ended, well or not. */
export async function bringFile(
  api: Client,
  { mapping, file, connector, dryRun }: FileToBring,
  say: (line: string) => void,
): Promise<Brought> {
  const bytes = readFileSync(file);
  const bringing = {
    name: basename(file).slice(-LONGEST_NAME),
    mapping: JSON.parse(readFileSync(mapping, 'utf8')) as Json,
    bytes,
    dryRun,
    ...(connector && { connector }),
  };
  let last = '';
  const heard = (brought: Brought) => {
    const line = progressOf(brought, bytes.length);
    if (line !== last) say(line);
    last = line;
  };
  const brought = await bring(api, { ...bringing, heard });
  say(outcomeText(brought));
  return brought;
}

/** Every rejected row, as CSV for a spreadsheet or for whoever mends the file. */
export async function rejectsOf(api: Client, id: string): Promise<string> {
  const rejects = await api.list<Tally['rejects'][number]>(`/v1/imports/${id}/rejects?limit=200`);
  const rows = rejects.map(({ line, column, code, message }) => [String(line), column ?? '', code, message]);
  return [['line', 'column', 'code', 'message'], ...rows]
    .map((row) => `${row.map(cellOf).join()}\n`)
    .join('');
}

/** Text in quotes, behind an apostrophe where a spreadsheet would run it. */
function cellOf(text: string): string {
  const shielded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(shielded) ? `"${shielded.replaceAll('"', '""')}"` : shielded;
}

function progressOf({ status, readBytes, tally }: Brought, bytes: number): string {
  const percent = bytes === 0 ? 100 : Math.floor((readBytes / bytes) * 100);
  return `  ${status}  ${String(percent).padStart(3)} %  ${tally.rows} rows`;
}

export function outcomeText({ id, status, sameAs, failure, tally }: Brought): string {
  if (status === 'same') return `${id}: this file was applied before, as ${sameAs}`;
  if (failure) {
    const where = failure.errors.map(({ pointer, message }) => `\n  ${pointer}: ${message}`);
    return `${id} failed: ${failure.message} (${failure.code})${where.join('')}`;
  }
  return [`${id} is ${status}`, ...tallyLines(tally)].join('\n');
}

function tallyLines({ rows, accepted, ignored, ignoredRows, rejected, rejectedRows, ...rest }: Tally) {
  const { totals, rejects } = rest;
  const shown = rejects.slice(0, 10);
  return [
    `  ${rows} rows = ${accepted} accepted + ${ignoredRows} ignored + ${rejectedRows} rejected`,
    ...countLines('ignored', ignored),
    ...countLines('rejected', rejected),
    ...Object.entries(totals).map(
      ([currency, { rows, minor, away }]) =>
        `  ${currency}: ${minor} minor units in ${rows} rows${away === '0' ? '' : `, ${away} rounded away`}`,
    ),
    ...shown.map(
      ({ line, column, code, message }) =>
        `  line ${line}${column === null ? '' : `, ${column}`}: ${message} (${code})`,
    ),
    ...(rejectedRows > shown.length ? [`  and ${rejectedRows - shown.length} more: attain rejects`] : []),
  ];
}

function countLines(what: string, counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts).map(([code, count]) => `    ${what} ${count}: ${code}`);
}
