import type { z } from 'zod';

/** Who may call: anyone, or holders of a key with the role (or `admin`). */
export type Policy = 'public' | Role;
export type Role = 'reader' | 'trainer' | 'deployer' | 'admin';

export type RequestBody =
  | {
      readonly kind: 'json';
      readonly schema: z.ZodType;
      readonly maxBytes: number;
      /** Content types that are no JSON and are taken, too: the route reads their bytes by itself. */
      readonly otherTypes?: readonly string[];
    }
  | {
      readonly kind: 'bytes';
      readonly contentTypes: readonly string[];
      readonly maxBytes: number;
      /** What the body is where it is JSON, for the documentation: the route reads it by itself. */
      readonly documented?: z.ZodType;
    };

export type ResponseBody =
  | {
      readonly kind: 'json';
      readonly schema: z.ZodType;
      /** Content types that are answered where Accept names them. */
      readonly otherTypes?: readonly string[];
    }
  | { readonly kind: 'bytes'; readonly contentType: string }
  | { readonly kind: 'events'; readonly schema: z.ZodType };

export interface ResponseSpec {
  readonly description: string;
  readonly body?: ResponseBody;
}

/** One operation of the REST API: what validates it, documents it and types its clients. */
export interface Endpoint {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Path with `{parameters}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly policy: Policy;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: RequestBody;
  readonly responses: Readonly<Record<number, ResponseSpec>>;
  /** The JSON of its errors, where a protocol has its own; a problem document (RFC 9457) otherwise. */
  readonly errors?: z.ZodType;
}

type Output<Schema, Otherwise> = Schema extends z.ZodType ? z.output<Schema> : Otherwise;

export type ParamsOf<E extends Endpoint> = Output<E['params'], Record<string, never>>;
export type QueryOf<E extends Endpoint> = Output<E['query'], Record<string, never>>;
export type JsonBodyOf<E extends Endpoint> = E['body'] extends {
  kind: 'json';
  schema: infer Schema;
}
  ? Output<Schema, never>
  : undefined;

/** The JSON that a route is handed: none where something else was sent. */
export type TakenBodyOf<E extends Endpoint> =
  JsonBodyOf<E> | (E['body'] extends { otherTypes: readonly string[] } ? undefined : never);

/** Keeps the literal types of an endpoint while checking its shape. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}
