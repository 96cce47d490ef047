import type { Endpoint, ParamsOf, QueryOf, TakenBodyOf } from '@millrace/api';
import type { Admit } from '../access/caller.js';
import type { Principal } from '../access/principal.js';
import type { PlatformError } from '../errors/platform-error.js';

/** A request that has passed its endpoint's policy and schemas. */
export interface HttpRequest<E extends Endpoint = Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  /** The checked JSON body; `undefined` where the endpoint takes none, or something else was sent that it takes. */
  readonly body: TakenBodyOf<E>;
  /** The raw body where it is not read as JSON, cut off with `payload_too_large` past its limit. */
  readonly stream: AsyncIterable<Uint8Array>;
  /**
   * To be told of bytes of the body that are kept until there is an answer, before they are.
   * @throws PlatformError `unavailable` where other requests leave no room for them
   */
  readonly hold?: (bytes: number) => void;
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
      /** More headers, by their lower-case names. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly status: number; readonly events: AsyncIterable<ServerEvent> };

/** A server-sent event (WHATWG HTML, "Server-sent events"). */
export interface ServerEvent {
  readonly name: string;
  /** What a client that comes again sends as `Last-Event-ID`. */
  readonly id: string;
  /** Sent as JSON. */
  readonly data: unknown;
}

/** A request as it came, for a route's shortcut. */
export interface RawRequest {
  /** The parameters of the path, in their order there. */
  readonly params: readonly string[];
  /** The whole body, as sent: plain JSON by its content type, and no longer than the endpoint allows. */
  readonly body: Buffer;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
}

export interface RawReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** How an error is told where a protocol has its own way; RFC 9457 stands in for what is left out. */
export interface ToldError {
  readonly json: unknown;
  readonly status?: number;
  readonly contentType?: string;
}

export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (request: HttpRequest) => Promise<HttpReply>;
  readonly tellError?: (error: PlatformError) => ToldError;
  /** Asked ahead of the body. */
  readonly admit?: Admit | undefined;
  /**
   * Answers what is asked most from the bytes of the request, ahead of schemas and middleware, and exactly as `handle`
   * would; `undefined` leaves the request to `handle`. The endpoint's policy and limit are enforced before it is called.
   * Runs outside of any call scope.
   */
  readonly shortcut?: (request: RawRequest) => Promise<RawReply> | undefined;
  /** Bytes of the longest body that comes to the shortcut; any that the endpoint takes when absent. */
  readonly shortcutBytes?: number | undefined;
  /**
   * Answers what has a large JSON body from its bytes, exactly as `handle` would: the body is parsed and held against its
   * schema (`parseJsonBody`, `validate`) elsewhere than on the event loop.
   */
  readonly unparsed?: UnparsedHandler | undefined;
}

export interface UnparsedHandler {
  /** Length from which on a body comes here, inflated. */
  readonly leastBytes: number;
  /**
   * @param request without a body
   * @param pieces the body, as it came or was inflated
   */
  readonly handle: (request: HttpRequest, pieces: readonly Uint8Array[]) => Promise<HttpReply>;
}

/** Joins an endpoint with what answers it; the request's types come from the endpoint's schemas. */
export function route<E extends Endpoint>(
  endpoint: E,
  handle: (request: HttpRequest<E>) => Promise<HttpReply>,
  more: Pick<Route, 'tellError' | 'admit' | 'shortcut' | 'shortcutBytes' | 'unparsed'> = {},
): Route {
  // The server parses with the endpoint's own schemas before it calls.
  return { endpoint, handle: handle as unknown as Route['handle'], ...more };
}
