/** One route as an OpenAPI operation: what it takes, what it answers, who may ask. */
import type * as z from 'zod';
import { type Permission, permissions } from '../../shared/http/roles.ts';
import type { RouteDefinition } from '../../shared/http/route.ts';
import type { Answer } from '../documents.ts';
import type { Schema, Schemas } from './components.ts';

export function operation(answer: Answer, definition: RouteDefinition, schemas: Schemas) {
  const { summary, description, body, status, reply, list, rawBody } = definition;
  const id = operationId(answer);
  const one = schemas.of(reply, id);
  return {
    operationId: id,
    tags: [answer.by.module],
    summary,
    ...(description && { description }),
    ...(answer.permission !== 'public' && {
      security: [{ token: [] }],
      'x-permission': answer.permission,
      'x-roles': permissions[answer.permission as Permission],
    }),
    parameters: [
      ...parameters(definition, schemas, id),
      ...preconditions(answer, definition),
      ...(changes(answer) ? [reason] : []),
    ],
    ...((body || rawBody) && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body ? schemas.of(body, id) : {} } },
      },
    }),
    responses: {
      [status]: {
        description: summary,
        ...(definition.tag && { headers: { ETag: etag } }),
        ...(Object.keys(one).length > 0 && {
          content: { 'application/json': { schema: list ? page(one) : one } },
        }),
      },
      ...(isCacheable(answer, definition) && {
        304: { description: 'The reader has this already', headers: { ETag: etag } },
      }),
      ...refusals(answer, definition),
    },
  };
}

const reason = { $ref: '#/components/parameters/reason' };
const etag = { $ref: '#/components/headers/etag' };

const isCacheable = ({ method }: Answer, { tag }: RouteDefinition) => method === 'GET' && Boolean(tag);

function preconditions(answer: Answer, definition: RouteDefinition) {
  if (isCacheable(answer, definition)) return [{ $ref: '#/components/parameters/ifNoneMatch' }];
  if (!definition.ifMatch) return [];
  const description = `What the change was made for: ${definition.ifMatch}. \`*\` is whatever is there.`;
  return [{ name: 'If-Match', in: 'header', description, schema: { type: 'string' } }];
}

/** What is changed for a caller who is known stands in the audit trail, with a reason if one is given. */
const changes = ({ method, permission }: Answer) => method !== 'GET' && permission !== 'public';

/** GET /v1/plans/{plan}/versions → getPlansByPlanVersions */
function operationId({ method, path }: Answer): string {
  const words = path
    .replace(/^\/v\d+/, '')
    .split(/[/.-]/)
    .filter(Boolean)
    .map((word) => (word.startsWith('{') ? `By${capital(word.slice(1, -1))}` : capital(word)));
  return method.toLowerCase() + words.join('');
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function parameters({ path, query, list, idempotent }: RouteDefinition, schemas: Schemas, owner: string) {
  const fromSchema = (type: z.ZodType, place: 'path' | 'query') => {
    const { properties = {}, required = [] } = schemas.of(type, owner) as {
      properties?: Record<string, Schema>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      in: place,
      required: required.includes(name),
      schema,
    }));
  };
  return [
    ...fromSchema(path, 'path'),
    ...fromSchema(query, 'query'),
    ...(list ? [{ $ref: '#/components/parameters/limit' }, { $ref: '#/components/parameters/cursor' }] : []),
    ...(idempotent ? [{ $ref: '#/components/parameters/idempotencyKey' }] : []),
  ];
}

const page = (element: Schema) => ({
  type: 'object',
  required: ['data', 'nextCursor'],
  properties: {
    data: { type: 'array', items: element },
    nextCursor: { type: ['string', 'null'], description: 'asks for the next page; null on the last one' },
  },
});

/** Which errors a caller can meet here, so that nobody has to plan for those that cannot happen. */
function refusals(answer: Answer, definition: RouteDefinition) {
  const { body, list, idempotent, rawBody, kind, ifMatch } = definition;
  const { permission, path } = answer;
  const takes = Boolean(body) || rawBody;
  const statuses = [
    ...(takes || list || idempotent || changes(answer) || isCacheable(answer, definition) ? ['400'] : []),
    ...(permission !== 'public' || rawBody ? ['401'] : []),
    ...(kind === 'public' ? [] : ['403']),
    ...(path.includes('{') ? ['404'] : []),
    ...(takes ? ['409', '413', '422'] : list ? ['422'] : []),
    ...(ifMatch ? ['412', '428'] : []),
    'default',
  ];
  return Object.fromEntries(statuses.map((status) => [status, { $ref: '#/components/responses/problem' }]));
}
