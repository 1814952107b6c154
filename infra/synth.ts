/** `npm run synth`: bundles, synthesizes and checks all stacks, without network or credentials. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const STAMP = '.attain-inputs';

export type Synthesis = {
  /** Where the cloud assembly goes. */
  readonly outdir: string;
  /** Comma-separated, as the context `cells` has them. */
  readonly cells?: string;
  /** AWS's schemas and cdk-nag: seconds that only matter before a deployment. */
  readonly checks: boolean;
};

/** Answers whether anything had to be done: the same inputs are not synthesized again. */
export async function synthesize({ outdir, cells = 'pool', checks }: Synthesis): Promise<'new' | 'kept'> {
  const inputs = inputsHash(JSON.stringify([cells, checks, process.version]));
  const stamp = join(outdir, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return 'kept';
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const [{ makeAssembly }, { bundle }, { readModules }] = await Promise.all([
    import('./app.ts'),
    import('./build.ts'),
    import('./modules.ts'),
  ]);
  const modules = await readModules();
  await bundle(modules);
  makeAssembly(modules, { outdir, checks, context: { ...readContext(), cells } });
  writeFileSync(stamp, inputs);
  return 'new';
}

/** Everything that the templates and their assets are made from. */
function inputsHash(...more: readonly string[]): string {
  const hash = createHash('sha256');
  const sources = globSync(['infra/*.ts', 'infra/openapi/*', 'functions/**/*', 'shared/**/*'], { cwd: root });
  for (const file of [...sources.sort(), 'package-lock.json', 'cdk.json']) {
    const path = join(root, file);
    hash.update(`${file}\0`);
    if (/\.\w+$/.test(file)) hash.update(readFileSync(path));
  }
  for (const text of more) hash.update(text);
  return hash.digest('hex');
}

function readContext(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')).context ?? {};
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { context: { type: 'string', short: 'c', multiple: true } } });
  const context = Object.fromEntries((values.context ?? []).map((text) => text.split(/=(.*)/s, 2)));
  const outdir = join(root, 'cdk.out');
  rmSync(join(outdir, STAMP), { force: true });
  await synthesize({ outdir, checks: true, ...(context['cells'] && { cells: context['cells'] }) });
  const { report } = await import('./sizes.ts');
  console.log(report(outdir));
}

if (process.argv[1] === import.meta.filename) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
