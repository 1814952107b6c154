/** Where the time of a process goes, by function, from a profile of its processor time. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

type Node = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
};
type Profile = { readonly nodes: Node[]; readonly samples: number[]; readonly timeDeltas: number[] };

const ROWS = 14;

/** Runs a process with the flags that make it write its profile; answers a table. */
export function profiled(run: (flags: readonly string[]) => unknown): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    run(['--cpu-prof', `--cpu-prof-dir=${folder}`]);
    const [file = ''] = readdirSync(folder);
    return tableOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tableOf({ nodes, samples, timeDeltas }: Profile): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const own = new Map<string, number>();
  for (const [n, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    own.set(name, (own.get(name) ?? 0) + (timeDeltas[n] ?? 0) / 1_000);
  }
  const all = [...own].toSorted((a, b) => b[1] - a[1]).slice(0, ROWS);
  return all.map(([name, ms]) => `${ms.toFixed(1).padStart(9)} ms  ${name}`);
}

function nameOf({ functionName, url }: Node['callFrame']): string {
  return `${functionName || '(top level)'} ${basename(url)}`;
}
