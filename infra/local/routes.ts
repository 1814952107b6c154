/** The routes of an HTTP API: from its OpenAPI body, and from route resources beside it. */
import type { Assembly, Resource } from './kinds.ts';

export type JwtRule = {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** The token needs one of these; none asked for means any token will do. */
  readonly scopes: readonly string[];
};

export type HttpRoute = {
  /** 'GET /v1/people/{id}', as events name it. */
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly jwt?: JwtRule;
};

export type Match = { readonly route: HttpRoute; readonly parameters: Readonly<Record<string, string>> };

type Json = Readonly<Record<string, unknown>>;

export const routesOf = (assembly: Assembly, api: Resource): readonly HttpRoute[] =>
  [...routesOfBody(api), ...routesOfResources(assembly, api)].toSorted(bySpecificity);

/** The most specific route: a literal segment before a {variable}, both before a {greedy+} one. */
export function matchRoute(
  routes: readonly HttpRoute[],
  method: string,
  segments: readonly string[],
): Match | undefined {
  for (const route of routes) {
    if (route.method !== method && route.method !== 'ANY') continue;
    const parameters = route.key === '$default' ? {} : parametersIn(segments, route.segments);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

function parametersIn(
  path: readonly string[],
  pattern: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
    const given = greedy ? path.slice(index).join('/') : path[index];
    if (name ? !given : given !== part) return undefined;
    if (name) parameters[name] = String(given);
    if (greedy) return parameters;
  }
  return pattern.length === path.length ? parameters : undefined;
}

function bySpecificity(a: HttpRoute, b: HttpRoute): number {
  const rank = ({ key, method, segments }: HttpRoute) =>
    key === '$default'
      ? '9'
      : segments.map((part) => (part.endsWith('+}') ? 3 : part.startsWith('{') ? 2 : 1)).join('') +
        (method === 'ANY' ? 1 : 0);
  return rank(a).localeCompare(rank(b));
}

function routesOfBody(api: Resource): HttpRoute[] {
  const body = (api.properties['Body'] ?? {}) as Json;
  return Object.entries((body['paths'] ?? {}) as Record<string, Json>).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => (operation as Json)?.['x-amazon-apigateway-integration'] !== undefined)
      .map(([method, operation]) => {
        const verb = method === 'x-amazon-apigateway-any-method' ? 'ANY' : method.toUpperCase();
        const key = path === '/$default' ? '$default' : `${verb} ${path}`;
        const integration = dereference((operation as Json)['x-amazon-apigateway-integration'] as Json, body);
        const jwt = jwtOfOperation(operation as Json, body, key);
        return {
          ...routeTo(
            key,
            integration['uri'],
            integration['payloadFormatVersion'],
            integration['timeoutInMillis'],
          ),
          ...(jwt ? { jwt } : {}),
        };
      }),
  );
}

/** Only an operation's own `security` counts: what API Gateway makes of a document-wide one is not written down. */
function jwtOfOperation(operation: Json, body: Json, key: string): JwtRule | undefined {
  const [requirement] = (operation['security'] ?? []) as Record<string, string[]>[];
  const [scheme, scopes] = Object.entries(requirement ?? {})[0] ?? [];
  if (!scheme) return undefined;
  const schemes = ((body['components'] as Json)?.['securitySchemes'] ?? {}) as Record<string, Json>;
  const authorizer = schemes[scheme]?.['x-amazon-apigateway-authorizer'] as Json | undefined;
  if (!authorizer)
    throw new Error(`${key} asks for '${scheme}', which is no authorizer: it would be open to all.`);
  const { issuer, audience } = authorizer['jwtConfiguration'] as { issuer: string; audience: string[] };
  return { issuer, audience, scopes: scopes ?? [] };
}

function dereference(value: Json, body: Json): Json {
  const path = value['$ref'];
  if (typeof path !== 'string') return value;
  return path
    .split('/')
    .slice(1)
    .reduce<Json>((at, name) => at[name] as Json, body);
}

function routesOfResources(assembly: Assembly, api: Resource): HttpRoute[] {
  const byName = (type: string) => new Map(assembly.of(type).map((each) => [each.name, each.properties]));
  const integrations = byName('AWS::ApiGatewayV2::Integration');
  const authorizers = byName('AWS::ApiGatewayV2::Authorizer');
  return assembly
    .of('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => properties['ApiId'] === api.name)
    .map(({ properties }) => {
      const integration = integrations.get(String(properties['Target']).replace('integrations/', '')) ?? {};
      const { Issuer, Audience } = authorizers.get(properties['AuthorizerId'])?.['JwtConfiguration'] ?? {};
      const jwt = { issuer: Issuer, audience: Audience, scopes: properties['AuthorizationScopes'] ?? [] };
      return {
        ...routeTo(
          properties['RouteKey'],
          integration['IntegrationUri'],
          integration['PayloadFormatVersion'],
          integration['TimeoutInMillis'],
        ),
        ...(properties['AuthorizationType'] === 'JWT' ? { jwt } : {}),
      };
    });
}

function routeTo(key: string, uri: unknown, format: unknown, timeoutMs: unknown): HttpRoute {
  const [method = '', path = ''] = key === '$default' ? ['ANY'] : key.split(' ');
  const [functionArn] = /arn:aws:lambda:[^/]+/.exec(String(uri)) ?? [];
  if (!functionArn) throw new Error(`${key} leads to ${String(uri)}, which is no Lambda function.`);
  if (format !== '2.0')
    throw new Error(`${key} wants payload format ${String(format)}; the local host has 2.0.`);
  return {
    key,
    method,
    segments: path.split('/').slice(1),
    functionArn,
    timeoutMs: Number(timeoutMs ?? 30_000),
  };
}
