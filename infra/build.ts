/** Bundles every Lambda of the manifests in one esbuild call: dist/lambda/<module>/<entry>/index.cjs. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import type { Module } from '../shared/module.ts';
import { command } from './command.ts';
import { declared, functionsFolder, readModules } from './modules.ts';

export const lambdaFolder = join(import.meta.dirname, '../dist/lambda');

/** Folder that holds the bundle of one Lambda. */
export const bundleOf = (path: string): string => join(lambdaFolder, path);

/** Returns the size of each bundle in bytes, by path. */
export async function bundle(
  modules: readonly Module[],
  folder: string = functionsFolder,
): Promise<ReadonlyMap<string, number>> {
  const files = await bundleFiles(modules, folder);
  dropStale(lambdaFolder, new Set(files.map(({ path }) => path)));
  for (const file of files) writeIfChanged(file);
  return new Map(
    files
      .filter(({ path }) => path.endsWith('.cjs'))
      .map(({ path, contents }) => [dirname(relative(lambdaFolder, path)), contents.byteLength]),
  );
}

/** The bundles, not yet written. The same sources give the same bytes. */
export async function bundleFiles(modules: readonly Module[], folder: string): Promise<OutputFile[]> {
  const paths = declared(modules).map(({ path }) => path);
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(paths.map((path) => [`${path}/index`, join(folder, `${path}.ts`)])),
    outdir: lambdaFolder,
    absWorkingDir: join(import.meta.dirname, '..'),
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    // An ES module that imports node:http makes Node load its fetch too, a third of a cold start.
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    // Names stay, for whoever reads a trace: a source map costs every cold start a quarter more.
    minifyWhitespace: true,
    minifySyntax: true,
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outputFiles;
}

/** Two builds at once, say a test beside a running host, must never show each other half a file. */
function writeIfChanged({ path, contents }: OutputFile): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

function dropStale(folder: string, kept: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  for (const found of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(found.parentPath, found.name);
    if (/\.(cjs|mjs|map)$/.test(path) && !kept.has(path)) rmSync(path, { force: true });
  }
}

async function main(): Promise<void> {
  const sizes = await bundle(await readModules());
  for (const [path, bytes] of sizes)
    console.log(`${String(Math.ceil(bytes / 1024)).padStart(6)} KB  ${path}`);
}

if (process.argv[1] === import.meta.filename) await command(main);
