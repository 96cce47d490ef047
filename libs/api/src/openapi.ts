import { z } from 'zod';
import type { Endpoint } from './endpoint.js';
import { problemSchema } from './shapes.js';

export type OpenApiDocument = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  // OpenAPI 3.1 schemas are JSON Schema 2020-12, which is what zod writes.
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  }) as Record<string, unknown>;
  return rest;
};

function parameters(endpoint: Endpoint): unknown[] {
  const of = (schema: z.ZodObject | undefined, place: 'path' | 'query') =>
    Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
      name,
      in: place,
      required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      schema: schemaOf(field as z.ZodType, 'input'),
    }));
  return [...of(endpoint.params, 'path'), ...of(endpoint.query, 'query')];
}

function binary(types: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
  );
}

function requestBody(endpoint: Endpoint): unknown {
  const { body } = endpoint;
  if (!body) return undefined;
  const content =
    body.kind === 'json'
      ? {
          'application/json': { schema: schemaOf(body.schema, 'input') },
          ...binary(body.otherTypes),
        }
      : Object.fromEntries(
          body.contentTypes.map((type) => [
            type,
            body.documented && type === 'application/json'
              ? { schema: schemaOf(body.documented, 'input') }
              : { schema: { type: 'string', format: 'binary' } },
          ]),
        );
  return { required: true, content };
}

function responses(endpoint: Endpoint): unknown {
  const documented = Object.entries(endpoint.responses).map(([status, { description, body }]) => {
    if (!body) return [status, { description }];
    const content =
      body.kind === 'json'
        ? {
            'application/json': { schema: schemaOf(body.schema, 'output') },
            ...binary(body.otherTypes),
          }
        : body.kind === 'events'
          ? { 'text/event-stream': { schema: schemaOf(body.schema, 'output') } }
          : { [body.contentType]: { schema: { type: 'string', format: 'binary' } } };
    return [status, { description, content }];
  });
  return { ...Object.fromEntries(documented), default: errorResponse(endpoint) };
}

function errorResponse({ errors }: Endpoint): unknown {
  if (errors) {
    const content = { 'application/json': { schema: schemaOf(errors, 'output') } };
    return { description: 'What was wrong, as the protocol says it.', content };
  }
  const problem = { schema: { $ref: '#/components/schemas/Problem' } };
  return {
    description: 'What was wrong, as an RFC 9457 problem document.',
    content: { 'application/problem+json': problem },
  };
}

/** The OpenAPI 3.1 document of a set of endpoints: made from the schemas that validate the requests. */
export function openApiDocument(
  title: string,
  version: string,
  endpoints: readonly Endpoint[],
): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const item = (paths[endpoint.path] ??= {});
    item[endpoint.method] = {
      operationId: endpoint.operationId,
      summary: endpoint.summary,
      tags: [endpoint.tag],
      security: endpoint.policy === 'public' ? [] : [{ apiKey: [] }],
      'x-millrace-role': endpoint.policy,
      parameters: parameters(endpoint),
      requestBody: requestBody(endpoint),
      responses: responses(endpoint),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description: 'The REST API of Millrace.' },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
    },
  };
}
