/** What a generated service definition consists of: methods with the codecs of their messages. */
export interface MessageCodec<Message> {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

export interface UnaryMethod<Request = unknown, Response = unknown> {
  readonly name: string;
  readonly requestType: MessageCodec<Request>;
  readonly requestStream: false;
  readonly responseType: MessageCodec<Response>;
  readonly responseStream: false;
}

export interface ServiceDefinition {
  readonly name: string;
  readonly fullName: string;
  // `never` messages: every concrete definition is assignable to this one.
  readonly methods: Readonly<Record<string, AnyUnaryMethod>>;
}

export interface AnyUnaryMethod {
  readonly name: string;
  readonly requestType: {
    encode(message: never): { finish(): Uint8Array };
    decode(bytes: Uint8Array): unknown;
  };
  readonly requestStream: false;
  readonly responseType: {
    encode(message: never): { finish(): Uint8Array };
    decode(bytes: Uint8Array): unknown;
  };
  readonly responseStream: false;
}

type RequestOf<Method extends AnyUnaryMethod> = ReturnType<Method['requestType']['decode']>;
type ResponseOf<Method extends AnyUnaryMethod> = ReturnType<Method['responseType']['decode']>;

/** What the caller says along with a request. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds after which the caller stops waiting; 10 s when absent. */
  readonly timeoutMs?: number;
}

/** What a caller sends beside a request, by its key. */
export type CallMetadata = Pick<ReadonlyMap<string, string>, 'get'>;

/** What a handler knows of its call beside the request. */
export interface CallContext {
  /** Aborts when nobody waits for the answer any more. Over a wire it is made when it is first asked for. */
  readonly signal: AbortSignal;
  /** Whether `signal` has aborted. */
  readonly cancelled: boolean;
  /** Lower-case keys, as in gRPC metadata. */
  readonly metadata: CallMetadata;
  /** The address of the caller; absent where there is no wire. */
  readonly address?: string | undefined;
  /** When the caller stops waiting, in milliseconds of `performance.now()`; absent or infinite for one that waits for ever. */
  readonly deadline?: number | undefined;
}

/** The methods of a service, as its caller sees them. */
export type Client<Definition extends ServiceDefinition> = {
  readonly [Method in keyof Definition['methods']]: (
    request: RequestOf<Definition['methods'][Method]>,
    options?: CallOptions,
  ) => Promise<ResponseOf<Definition['methods'][Method]>>;
};

/** The methods of a service, as it implements them. */
export type Handlers<Definition extends ServiceDefinition> = {
  readonly [Method in keyof Definition['methods']]: (
    request: RequestOf<Definition['methods'][Method]>,
    context: CallContext,
  ) => Promise<ResponseOf<Definition['methods'][Method]>>;
};
