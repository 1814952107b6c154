/** The OpenAPI documents as far as the template needs them: which API has which routes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Declared } from './modules.ts';

/** The sign-in API is the issuer: the JWT authorizers of the other two read it when they are made. */
export const apiNames = ['sign-in', 'control', 'cell'] as const;
export type ApiName = (typeof apiNames)[number];

export type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
};
export type Document = {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** One route of an API, and the function that answers it. */
export type Answer = {
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly by: Declared;
};

export const fileOf = (api: ApiName): string => join(import.meta.dirname, 'openapi', `${api}.json`);

/** In the control plane, sign-in stands apart: its callers have no token yet. */
export function apiOf(plane: 'control' | 'cell', entry: string): ApiName {
  if (plane === 'cell') return 'cell';
  return entry === 'api-sign-in' ? 'sign-in' : 'control';
}

/** What the manifests say an API answers, by path and method. */
export function answersOf(functions: readonly Declared[]): readonly Answer[] {
  return functions
    .flatMap((by) =>
      Object.entries(by.wants.routes ?? {}).map(([route, permission]) => {
        const [method = '', path = ''] = route.split(' ');
        return { method, path, permission, by };
      }),
    )
    .sort((a, b) => (routeOf(a) < routeOf(b) ? -1 : 1));
}

/** Reads the generated document and holds it against the manifests, which decide. */
export function readDocument(api: ApiName, answers: readonly Answer[]): Document {
  const file = fileOf(api);
  if (!existsSync(file)) throw new Error(`infra/openapi/${api}.json is missing. ${remedy}`);
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${path} ${method.toUpperCase()}`),
  );
  const declared = answers.map(routeOf);
  const missing = declared.filter((route) => !described.includes(route));
  const unknown = described.filter((route) => !declared.includes(route));
  if (missing.length + unknown.length === 0) return document;
  throw new Error(
    `infra/openapi/${api}.json is not what the manifests say. It lacks [${missing.join(', ')}] ` +
      `and has too much [${unknown.join(', ')}]. ${remedy}`,
  );
}

const remedy = 'Run: npm run openapi';
const routeOf = ({ path, method }: { readonly path: string; readonly method: string }) => `${path} ${method}`;
