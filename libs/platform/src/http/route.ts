import type { Endpoint, JsonBodyOf, ParamsOf, QueryOf } from '@millrace/api';
import type { Principal } from '../access/principal.js';

/** A request that has passed its endpoint's policy and schemas. */
export interface HttpRequest<E extends Endpoint = Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  /** The checked JSON body; `undefined` where the endpoint takes none. */
  readonly body: JsonBodyOf<E>;
  /** The raw body of an endpoint that takes bytes, cut off with `payload_too_large` past its limit. */
  readonly stream: AsyncIterable<Uint8Array>;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly principal: Principal;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

export type HttpReply =
  | { readonly status: number; readonly json: unknown }
  | {
      readonly status: number;
      readonly contentType: string;
      readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
      /** Offers the bytes as a download of this name. */
      readonly fileName?: string;
    }
  | { readonly status: number; readonly events: AsyncIterable<unknown> };

export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (request: HttpRequest) => Promise<HttpReply>;
}

/** Joins an endpoint with what answers it; the request's types come from the endpoint's schemas. */
export function route<E extends Endpoint>(
  endpoint: E,
  handle: (request: HttpRequest<E>) => Promise<HttpReply>,
): Route {
  // The server parses with the endpoint's own schemas before it calls.
  return { endpoint, handle: handle as unknown as Route['handle'] };
}
