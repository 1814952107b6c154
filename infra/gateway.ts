/** The document that API Gateway imports: the routes of an OpenAPI document, each with its function. */
import { arn, names } from './names.ts';
import type { Answer, Document } from './documents.ts';

export type Authorizer = { readonly issuer: string; readonly audience: string };

const AUTHORIZER = 'token';
const integrations = 'x-amazon-apigateway-integrations';

/**
 * API Gateway reads OpenAPI 3.0 and ignores bodies and schemas, so those are left out. Functions are
 * named, not referred to: the one that signs tokens knows the address of its own API, which would
 * otherwise wait for the function that waits for it.
 */
export function gatewayDocument(
  plane: string,
  { info, paths }: Document,
  answers: readonly Answer[],
  authorizer?: Authorizer,
) {
  const functions = [...new Set(answers.map(({ by }) => by.path))].sort();
  return {
    openapi: '3.0.1',
    info: { title: info.title, version: info.version },
    paths: Object.fromEntries(
      Object.entries(Object.groupBy(answers, ({ path }) => path)).map(([path, methods = []]) => [
        path,
        Object.fromEntries(
          methods.map((answer) => {
            const method = answer.method.toLowerCase();
            return [method, operation(answer, paths[path]?.[method]?.operationId, authorizer)];
          }),
        ),
      ]),
    ),
    components: {
      ...(authorizer && { securitySchemes: { [AUTHORIZER]: jwt(authorizer) } }),
      [integrations]: Object.fromEntries(
        functions.map((path) => [integrationOf(path), lambdaProxy(plane, path)]),
      ),
    },
  };
}

function operation(
  { method, path, permission, by }: Answer,
  operationId: string | undefined,
  jwt?: Authorizer,
) {
  const guarded = permission !== 'public';
  if (guarded && !jwt)
    throw new Error(`${by.path}: ${method} ${path} needs a token, but its API takes none.`);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return {
    ...(operationId && { operationId }),
    ...(names.length > 0 && { parameters: names.map(pathParameter) }),
    responses: { default: { description: 'see the OpenAPI document' } },
    ...(guarded && { security: [{ [AUTHORIZER]: [] }] }),
    'x-amazon-apigateway-integration': { $ref: `#/components/${integrations}/${integrationOf(by.path)}` },
  };
}

const pathParameter = (name: string | undefined) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
});

const jwt = ({ issuer, audience }: Authorizer) => ({
  type: 'oauth2',
  'x-amazon-apigateway-authorizer': {
    type: 'jwt',
    identitySource: '$request.header.Authorization',
    jwtConfiguration: { issuer, audience: [audience] },
  },
});

const lambdaProxy = (plane: string, path: string) => ({
  type: 'AWS_PROXY',
  httpMethod: 'POST',
  payloadFormatVersion: '2.0',
  uri: arn('lambda', `function:${names.lambda(plane, path)}`),
});

const integrationOf = (path: string) => path.replace('/', '-');
