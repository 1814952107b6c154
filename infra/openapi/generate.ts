/**
 * Writes the OpenAPI 3.1 documents from the routes that the functions serve, one file per API.
 * With `--check` it writes nothing, and fails if a file is not what the routes say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RouteDefinition } from '../../shared/http/route.ts';
import { command } from '../command.ts';
import { type Declared, declared, functionsFolder, readModules } from '../modules.ts';
import { type ApiName, answersOf, apiNames, apiOf, fileOf } from '../documents.ts';
import { components, Schemas } from './components.ts';
import { operation } from './operation.ts';

type Definitions = Readonly<Record<string, RouteDefinition>>;

const titles: Readonly<Record<ApiName, string>> = {
  'sign-in': 'Attain: sign-in',
  control: 'Attain: control plane',
  cell: 'Attain',
};

/** The text of each document's file. The same routes give the same text. */
export async function documents(): Promise<ReadonlyMap<ApiName, string>> {
  const modules = await readModules();
  const functions = modules.flatMap((module) =>
    declared([module])
      .filter(({ wants }) => wants.routes)
      .map((one) => ({ ...one, api: apiOf(module.plane, one.entry) })),
  );
  const definitions = new Map(
    await Promise.all(functions.map(async (one) => [one.path, await definitionsOf(one)] as const)),
  );
  return new Map(
    apiNames.map((api) => {
      const own = functions.filter((one) => one.api === api);
      return [api, `${JSON.stringify(documentOf(api, own, definitions), null, 2)}\n`];
    }),
  );
}

function documentOf(
  api: ApiName,
  functions: readonly Declared[],
  definitions: ReadonlyMap<string, Definitions>,
) {
  const schemas = new Schemas();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const answer of answersOf(functions)) {
    const route = `${answer.method} ${answer.path}`;
    const definition = definitions.get(answer.by.path)?.[route];
    if (!definition) throw new Error(`functions/${answer.by.path}.ts exports no route '${route}'.`);
    paths[answer.path] ??= {};
    Object.assign(paths[answer.path] ?? {}, {
      [answer.method.toLowerCase()]: operation(answer, definition, schemas),
    });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: titles[api],
      version: version(),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: components(schemas),
  };
}

async function definitionsOf({ path }: Declared): Promise<Definitions> {
  const file = join(functionsFolder, `${path}.ts`);
  const { routes }: { routes?: Definitions } = await import(pathToFileURL(file).href);
  if (!routes) throw new Error(`functions/${path}.ts must export its 'routes'.`);
  return routes;
}

function version(): string {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).version;
}

async function main(): Promise<void> {
  const checks = process.argv.includes('--check');
  for (const [api, text] of await documents()) {
    const file = fileOf(api);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (checks) throw new Error(`infra/openapi/${api}.json is not what the routes say. Run: npm run openapi`);
    writeFileSync(file, text);
    console.log(`wrote infra/openapi/${api}.json`);
  }
}

if (process.argv[1] === import.meta.filename) await command(main);
