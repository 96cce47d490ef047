import type { z } from 'zod';
import { ApiError } from './api-error.js';
import type { Endpoint, JsonBodyOf, ParamsOf } from './endpoint.js';
import { eventData } from './event-stream.js';
import { wholeBody } from './whole-body.js';
import { problemSchema } from './shapes.js';
import type { Problem } from './shapes.js';

/** The query as a client gives it: what has a default may be left out. */
export type QueryInputOf<E extends Endpoint> = E['query'] extends z.ZodObject
  ? {
      [Key in keyof z.input<E['query']>]: Key extends keyof z.output<E['query']>
        ? z.output<E['query']>[Key]
        : never;
    }
  : Record<string, never>;

type JsonResponses<E extends Endpoint> = {
  [Status in keyof E['responses']]: E['responses'][Status] extends {
    body: { kind: 'json'; schema: infer Schema extends z.ZodType };
  }
    ? z.output<Schema>
    : never;
};
/** What a call resolves to: the JSON of any of its successful answers. */
export type ResultOf<E extends Endpoint> = JsonResponses<E>[keyof JsonResponses<E>];

type EventResponses<E extends Endpoint> = {
  [Status in keyof E['responses']]: E['responses'][Status] extends {
    body: { kind: 'events'; schema: infer Schema extends z.ZodType };
  }
    ? z.output<Schema>
    : never;
};
export type EventOf<E extends Endpoint> = EventResponses<E>[keyof EventResponses<E>];

export interface BytesBody {
  readonly contentType: string;
  readonly content: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | string;
}

type ParamsPart<E extends Endpoint> = E['params'] extends z.ZodObject
  ? { readonly params: ParamsOf<E> }
  : { readonly params?: undefined };
type QueryPart<E extends Endpoint> = E['query'] extends z.ZodObject
  ? Record<string, never> extends QueryInputOf<E>
    ? { readonly query?: QueryInputOf<E> }
    : { readonly query: QueryInputOf<E> }
  : { readonly query?: undefined };
type BodyPart<E extends Endpoint> = E['body'] extends { kind: 'json' }
  ? { readonly body: JsonBodyOf<E> }
  : E['body'] extends { kind: 'bytes' }
    ? { readonly body: BytesBody }
    : { readonly body?: undefined };

/** What an address is made of. */
export type AddressPartsOf<E extends Endpoint> = ParamsPart<E> & QueryPart<E>;
/** The parts of a request that an endpoint asks for. */
export type RequestOf<E extends Endpoint> = AddressPartsOf<E> &
  BodyPart<E> & { readonly signal?: AbortSignal };

export interface ClientOptions {
  /** Address before the paths, such as `http://127.0.0.1:8080`; empty for the page's own origin. */
  readonly baseUrl: string;
  /** Read before each request, so that a key entered later counts. */
  readonly apiKey?: () => string | undefined;
  readonly fetch?: typeof fetch;
}

export interface Client {
  /** Calls an endpoint that answers JSON; the answer is checked. Throws `ApiError`. */
  call<E extends Endpoint>(endpoint: E, request: RequestOf<E>): Promise<ResultOf<E>>;
  /** Downloads from an endpoint that answers bytes. Throws `ApiError`, also when the answer is broken off. */
  download<E extends Endpoint>(endpoint: E, request: RequestOf<E>): Promise<Blob>;
  /** Follows an endpoint of server-sent events until it ends. Throws `ApiError`. */
  follow<E extends Endpoint>(endpoint: E, request: RequestOf<E>): AsyncGenerator<EventOf<E>>;
}

interface AnyRequest {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Address of a request: parameters percent-encoded into the path, the query behind it. */
export function addressOf<E extends Endpoint>(endpoint: E, request: AddressPartsOf<E>): string {
  const { params, query } = request as AnyRequest;
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params?.[name];
    if (value === undefined) throw new TypeError(`${endpoint.operationId} needs "${name}"`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** The error of a refused request: its problem document, or one made up from the status. */
export function errorOfAnswer(status: number, statusText: string, body: string): ApiError {
  const parsed = problemSchema.safeParse(jsonOrUndefined(body));
  if (parsed.success) return new ApiError(parsed.data);
  const title = statusText || `HTTP ${status}`;
  return new ApiError({
    type: 'about:blank',
    title,
    status,
    detail: `The server answered ${status}${statusText ? ` ${statusText}` : ''}.`,
  });
}

/** A client of the REST API over `fetch`, typed by the endpoints. */
export function createClient(options: ClientOptions): Client {
  const base = options.baseUrl.replace(/\/+$/, '');
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));

  async function request(endpoint: Endpoint, given: AnyRequest, accept: string): Promise<Response> {
    const headers = new Headers({ accept });
    const key = options.apiKey?.();
    if (key) headers.set('authorization', `Bearer ${key}`);
    const init: RequestInit & { duplex?: 'half' } = {
      method: endpoint.method.toUpperCase(),
      headers,
      ...(given.signal ? { signal: given.signal } : {}),
    };
    if (endpoint.body?.kind === 'json') {
      headers.set('content-type', 'application/json');
      init.body = JSON.stringify(given.body);
    } else if (endpoint.body?.kind === 'bytes') {
      const { contentType, content } = given.body as BytesBody;
      headers.set('content-type', contentType);
      init.body = content as NonNullable<RequestInit['body']>;
      if (content instanceof ReadableStream) init.duplex = 'half';
    }
    const address = base + addressOf(endpoint, given as RequestOf<Endpoint>);
    let response: Response;
    try {
      response = await send(address, init);
    } catch (cause) {
      if (given.signal?.aborted) throw cause;
      throw new ApiError(unreachable(base), { cause });
    }
    if (!response.ok) {
      throw errorOfAnswer(response.status, response.statusText, await response.text());
    }
    return response;
  }

  function specOf(endpoint: Endpoint, status: number, kind: 'json' | 'events'): z.ZodType {
    const body = endpoint.responses[status]?.body;
    if (body?.kind !== kind) throw unexpected(endpoint, `status ${status}`);
    return body.schema;
  }

  function checked(endpoint: Endpoint, schema: z.ZodType, text: string): unknown {
    const parsed = schema.safeParse(jsonOrUndefined(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.');
    throw unexpected(endpoint, issue ? `${where ? `${where}: ` : ''}${issue.message}` : 'no JSON');
  }

  return {
    async call<E extends Endpoint>(endpoint: E, given: RequestOf<E>) {
      const response = await request(endpoint, given as AnyRequest, 'application/json');
      const schema = specOf(endpoint, response.status, 'json');
      return checked(endpoint, schema, await response.text()) as ResultOf<E>;
    },
    async download<E extends Endpoint>(endpoint: E, given: RequestOf<E>) {
      const response = await request(endpoint, given as AnyRequest, '*/*');
      return wholeBody(response, given.signal);
    },
    async *follow<E extends Endpoint>(endpoint: E, given: RequestOf<E>) {
      const response = await request(endpoint, given as AnyRequest, 'text/event-stream');
      const schema = specOf(endpoint, response.status, 'events');
      if (!response.body) return;
      for await (const data of eventData(response.body as ReadableStream<Uint8Array>)) {
        yield checked(endpoint, schema, data) as EventOf<E>;
      }
    },
  };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unreachable(base: string): Problem {
  return {
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    detail: `The server${base ? ` at ${base}` : ''} does not answer. Is it running?`,
  };
}

function unexpected(endpoint: Endpoint, what: string): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Answer not understood',
    status: 0,
    detail: `The answer to ${endpoint.operationId} is not what the API describes (${what}).`,
  });
}
