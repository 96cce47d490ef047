import type { ServiceDefinition as GrpcServiceDefinition } from '@grpc/grpc-js';
import type { AnyUnaryMethod } from '@millrace/contracts';

interface UntypedCodec {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

/** Our generated definition in the form of grpc-js. */
export function grpcDefinition(
  fullName: string,
  methods: Readonly<Record<string, AnyUnaryMethod>>,
): GrpcServiceDefinition {
  return Object.fromEntries(
    Object.entries(methods).map(([key, method]) => {
      const request = method.requestType as UntypedCodec;
      const response = method.responseType as UntypedCodec;
      return [
        key,
        {
          path: `/${fullName}/${method.name}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (message: unknown) => Buffer.from(request.encode(message).finish()),
          requestDeserialize: (bytes: Buffer) => request.decode(bytes),
          responseSerialize: (message: unknown) => Buffer.from(response.encode(message).finish()),
          responseDeserialize: (bytes: Buffer) => response.decode(bytes),
        },
      ];
    }),
  );
}
