/** `npm run synth`: bundles, synthesizes and checks all stacks, without network or credentials. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { command } from './command.ts';

const root = join(import.meta.dirname, '..');
const STAMP = '.attain-inputs';
const KEPT_MS = 24 * 3_600_000;

export type Synthesis = {
  /** Where the cloud assembly goes. */
  readonly outdir: string;
  /** Comma-separated; those of cdk.json if it is not said. */
  readonly cells?: string;
  /** AWS's schemas and cdk-nag: seconds that only matter before a deployment. */
  readonly checks: boolean;
};

/** Answers whether anything had to be done: the same inputs are not synthesized again. */
export async function synthesize({ outdir, cells, checks }: Synthesis): Promise<'new' | 'kept'> {
  const inputs = inputsHash(String(cells), String(checks));
  const stamp = join(outdir, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return 'kept';
  rmSync(stamp, { force: true });
  // CDK takes a while to load, and most starts find nothing to do.
  const [{ makeAssembly }, { bundle }, { readModules }] = await Promise.all([
    import('./app.ts'),
    import('./build.ts'),
    import('./modules.ts'),
  ]);
  const modules = await readModules();
  await bundle(modules);
  makeAssembly(modules, { outdir, checks, context: { ...readContext(), ...(cells && { cells }) } });
  dropStaleAssets(outdir);
  writeFileSync(stamp, inputs);
  return 'new';
}

/** A host that still runs from an older synth loads its functions when they are first called. */
function dropStaleAssets(outdir: string): void {
  const names = readdirSync(outdir);
  const manifests = names.filter((name) => name.endsWith('.assets.json'));
  const used = manifests.map((name) => readFileSync(join(outdir, name), 'utf8')).join();
  for (const name of names.filter((name) => name.startsWith('asset.') && !used.includes(name))) {
    const { mtimeMs } = statSync(join(outdir, name));
    if (Date.now() - mtimeMs > KEPT_MS) rmSync(join(outdir, name), { recursive: true, force: true });
  }
}

/** Over everything that the templates and their assets are made from. */
function inputsHash(...more: readonly string[]): string {
  const hash = createHash('sha256');
  const sources = ['functions', 'shared', 'infra'].flatMap(filesUnder);
  for (const file of [...sources, 'package-lock.json', 'cdk.json']) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  for (const text of more) hash.update(text);
  return hash.digest('hex');
}

/** The local host and the command line read templates, and go into none. */
function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => relative(root, join(found.parentPath, found.name)))
    .filter((file) => !/^infra\/(local|cli)\//.test(file))
    .sort();
}

function readContext(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')).context ?? {};
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { context: { type: 'string', short: 'c', multiple: true } } });
  const { cells, ...others } = Object.fromEntries(
    (values.context ?? []).map((text) => text.split(/=(.*)/s, 2)),
  ) as Record<string, string>;
  if (Object.keys(others).length > 0) throw new Error('Here -c takes cells=…; the rest stands in cdk.json.');
  const outdir = join(root, 'cdk.out');
  rmSync(outdir, { recursive: true, force: true });
  await synthesize({ outdir, checks: true, ...(cells && { cells }) });
  const { report } = await import('./sizes.ts');
  console.log(report(outdir));
}

if (process.argv[1] === import.meta.filename) await command(main);
