/** What the operations of a document share: named schemas, parameters, the refusal, and the token. */
import * as z from 'zod';
import { Problem } from '../../shared/http/problem.ts';

export type Schema = { readonly [key: string]: unknown };

/** JSON schemas of a document. Those with a name of their own are kept once and referred to. */
export class Schemas {
  readonly named: Record<string, Schema> = {};

  of(type: z.ZodType, owner: string): Schema {
    const {
      $schema: _,
      $defs = {},
      ...schema
    } = z.toJSONSchema(type, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ jsonSchema }) => plainer(jsonSchema),
    });
    const rename = (name: string) => (name.startsWith('__') ? `${owner}${name}` : name);
    const moved = (value: unknown): Schema =>
      JSON.parse(
        JSON.stringify(value).replaceAll(
          /"#\/\$defs\/([^"]+)"/g,
          (_, name: string) => `"#/components/schemas/${rename(name)}"`,
        ),
      );
    for (const [name, definition] of Object.entries($defs)) this.named[rename(name)] = moved(definition);
    return moved(schema);
  }
}

/** Leaves out what a reader knows: how a date is spelled, and where JavaScript's integers end. */
function plainer(schema: Record<string, unknown>): void {
  if (schema['format']) delete schema['pattern'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
}

const parameters = {
  limit: {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  },
  cursor: {
    name: 'cursor',
    in: 'query',
    description: 'the nextCursor of the page before',
    schema: { type: 'string' },
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'A name for this request. Sent again with it, the request is answered and not repeated.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  },
  ifNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The etag that the reader has: 304 while it is still the same.',
    schema: { type: 'string' },
  },
  reason: {
    name: 'X-Reason',
    in: 'header',
    description: 'Why: stands in the audit trail beside what is changed.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[ -~]+$' },
  },
};

/** What all operations of a document refer to. */
export function components(schemas: Schemas) {
  return {
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A token of the sign-in API. It lives for 15 minutes.',
      },
    },
    parameters,
    headers: {
      etag: {
        description: 'What is shown, by its version or what stands for one, in quotes.',
        schema: { type: 'string' },
      },
    },
    responses: {
      problem: {
        description: 'Refused, with the reason',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    schemas: { Problem: schemas.of(Problem, 'Problem'), ...schemas.named },
  };
}
