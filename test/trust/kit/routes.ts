/** Every route of the manifests with its definition: what tests of trust are generated from. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ApiName, apiOf } from '../../../infra/documents.ts';
import { declared, functionsFolder, readModules } from '../../../infra/modules.ts';
import { may, type Permission, Role } from '../../../shared/http/roles.ts';
import type { RouteDefinition } from '../../../shared/http/route.ts';

export type Served = {
  /** 'GET /v1/people/{person}' */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly api: ApiName;
  readonly permission: Permission | 'public';
  readonly definition: RouteDefinition;
  /** Names of the variables in its path. */
  readonly names: readonly string[];
};

export async function servedRoutes(): Promise<readonly Served[]> {
  const modules = await readModules();
  const functions = modules.flatMap((module) =>
    declared([module]).map(({ path, entry, wants }) => ({ path, wants, api: apiOf(module.plane, entry) })),
  );
  const served = await Promise.all(functions.filter(({ wants }) => wants.routes).map(routesOf));
  return served.flat().sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

type Function = {
  readonly path: string;
  readonly api: ApiName;
  readonly wants: { readonly routes?: Readonly<Record<string, string>> };
};

async function routesOf({ path: file, wants, api }: Function): Promise<Served[]> {
  const { routes } = (await import(pathToFileURL(join(functionsFolder, `${file}.ts`)).href)) as {
    routes: Readonly<Record<string, RouteDefinition>>;
  };
  return Object.entries(wants.routes ?? {}).map(([key, permission]) => {
    const [method = '', path = ''] = key.split(' ');
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const definition = routes[key] as RouteDefinition;
    return { key, method, path, api, permission: permission as Served['permission'], definition, names };
  });
}

const placeOf = ({ api, path, method }: Served) => `${api} ${path} ${method}`;

/** What a role is answered: 'open' to everybody, let in, turned away, or without a token for this API. */
export function verdictFor(
  { permission, definition, api }: Served,
  role: Role,
): 'open' | 'yes' | 'no' | 'out' {
  if (permission === 'public') return 'open';
  if (role === 'operator' && api === 'cell') return 'out';
  if (role !== 'operator' && definition.kind === 'operator' && !may([role], permission)) return 'no';
  if (role === 'operator' && definition.kind !== 'operator') return 'no';
  return may([role], permission) ? 'yes' : 'no';
}

const SHOWN = { open: 'open', yes: 'yes', no: '·', out: '–' };

/** The matrix as text: a line for each route, a column for each role. */
export function matrixOf(routes: readonly Served[]): string {
  const roles = Role.options;
  const head = ['route', 'permission', ...roles];
  const rows = routes.map((route) => [
    route.key,
    route.permission,
    ...roles.map((role) => SHOWN[verdictFor(route, role)]),
  ]);
  const widths = head.map((_, n) => Math.max(...[head, ...rows].map((row) => (row[n] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd();
  const parts = (['sign-in', 'control', 'cell'] as const).flatMap((api) => [
    '',
    `# ${api}`,
    ...rows.filter((_, n) => routes[n]?.api === api).map(line),
  ]);
  return [...INTRODUCTION, '', line(head), ...parts, ''].join('\n');
}

const INTRODUCTION = [
  '# Who may call which route, from the manifests and shared/http/roles.ts. Read every change of it.',
  '# After a change: node_modules/.bin/vitest run test/trust/matrix.test.ts -u',
  '#',
  '#   yes    let in, as far as the row is theirs: a rep sees themselves, a manager also those below',
  '#   ·      403',
  '#   –      401: operators have no token for cells',
  '#   open   without a token; the sender proves himself by what he sends, or there is nothing to prove',
];
