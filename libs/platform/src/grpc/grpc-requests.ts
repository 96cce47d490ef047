import { encodeFields } from '../http2/hpack/encoder.js';
import type { RequestHandler } from '../http2/frame-interpreter.js';
import type { StreamListener } from '../http2/server-stream.js';
import { PlatformError } from '../errors/platform-error.js';
import type { GrpcMethods } from './grpc-method.js';
import { type CallPeer, ServerCall } from './server-call.js';
import { StreamingCall } from './streaming-call.js';
import { UnaryCall } from './unary-call.js';

const unsupportedMediaType = encodeFields([[':status', '415']]);
const methodNotAllowed = encodeFields([
  [':status', '405'],
  ['allow', 'POST'],
]);
const contentTypePattern = /^application\/grpc(?:[+;]|$)/;

/** Takes the HTTP/2 requests of one connection as gRPC calls. */
export function grpcRequests(methods: GrpcMethods, peer: CallPeer): RequestHandler {
  return (stream, head) => {
    const refusal = head.method === 'POST' ? unsupportedMediaType : methodNotAllowed;
    const contentType = head.get('content-type');
    if (
      refusal === methodNotAllowed ||
      contentType === undefined ||
      !(contentType === 'application/grpc' || contentTypePattern.test(contentType))
    ) {
      stream.answerHead(refusal);
      return nobody;
    }
    const method = methods.get(head.path);
    switch (method?.kind) {
      case 'unary':
        return new UnaryCall(stream, head, peer, method.handler);
      case 'streaming':
        return new StreamingCall(stream, head, peer, method.handler);
      default: {
        const call = new UnknownCall(stream, head, peer);
        const message = `The server does not implement the method ${head.path}`;
        call.fail(new PlatformError('unimplemented', message));
        return call;
      }
    }
  };
}

const nobody: StreamListener = {
  data: () => undefined,
  end: () => undefined,
  aborted: () => undefined,
};

class UnknownCall extends ServerCall {
  protected override received(): void {
    // Refused already.
  }

  protected override ended(): void {
    // Refused already.
  }
}
