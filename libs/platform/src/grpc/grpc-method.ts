import type { EncodedHandler } from './guard.js';
import type { StreamingHandler } from './streaming-call.js';

/** What answers the calls of one path. */
export type GrpcMethod =
  | { readonly kind: 'unary'; readonly handler: EncodedHandler }
  | { readonly kind: 'streaming'; readonly handler: StreamingHandler };

/** Methods by path, `/package.Service/Method`. */
export type GrpcMethods = ReadonlyMap<string, GrpcMethod>;
