/** Finds the modules: every folder of `functions/` that has a manifest. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Entry, Module } from '../shared/module.ts';
import { contradictions } from './contradictions.ts';

export const functionsFolder = join(import.meta.dirname, '../functions');

/** One Lambda to deploy: what its manifest says, and where it stands. */
export type Declared = {
  readonly module: string;
  readonly entry: string;
  /** `<module>/<entry>`, as manifests and logs name it. */
  readonly path: string;
  readonly wants: Entry;
};

/** All modules by name. Throws with every contradiction between them at once. */
export async function readModules(folder: string = functionsFolder): Promise<readonly Module[]> {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'module.ts')));
  const modules = await Promise.all(names.sort().map((name) => readModule(folder, name)));
  const wrong = contradictions(modules, (path) => existsSync(join(folder, `${path}.ts`)));
  if (wrong.length > 0) throw new Error(`The manifests contradict themselves:\n- ${wrong.join('\n- ')}`);
  return modules;
}

/** The Lambdas of modules, in a fixed order. */
export function declared(modules: readonly Module[]): readonly Declared[] {
  return modules.flatMap((module) =>
    Object.entries(module.functions)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([entry, wants]) => ({ module: module.name, entry, path: `${module.name}/${entry}`, wants })),
  );
}

async function readModule(folder: string, name: string): Promise<Module> {
  const file = join(folder, name, 'module.ts');
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
  const expected = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const module = exported[expected] as Module | undefined;
  if (module?.name !== name) throw new Error(`${file} must export '${expected}', a module named '${name}'.`);
  return module;
}
