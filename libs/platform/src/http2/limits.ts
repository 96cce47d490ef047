/** What a connection takes from its peer. */
export interface ConnectionLimits {
  /** Requests at once. */
  readonly concurrentStreams: number;
  /** Of the fields of one request, as RFC 7541 counts: 32 bytes more for each. */
  readonly headerListSize: number;
  /** Of the frames that one request's fields come in. */
  readonly headerBlockFrames: number;
  /** Bytes that may come for one request before we say more. */
  readonly streamWindow: number;
  /** The same for all requests of the connection. */
  readonly connectionWindow: number;
  /** Bytes of answers that wait for the peer to take them; more end the connection. */
  readonly heldBytes: number;
  /** Streams that come to nothing, at once and for every second after. */
  readonly resets: { readonly burst: number; readonly perSecond: number };
  /** Frames that ask for work and bring none, the same way. */
  readonly idleFrames: { readonly burst: number; readonly perSecond: number };
  /** Milliseconds for a connection to begin as HTTP/2 does. */
  readonly prefaceMs: number;
  /** Milliseconds without a word after which we ask whether the peer is there, or without any of an answer taken. */
  readonly keepaliveMs: number;
  /** Milliseconds for the peer to say that it is there. */
  readonly patienceMs: number;
}

export const defaultLimits: ConnectionLimits = {
  concurrentStreams: 1024,
  headerListSize: 2 ** 14,
  headerBlockFrames: 32,
  streamWindow: 2 ** 20,
  connectionWindow: 2 ** 22,
  heldBytes: 2 ** 27,
  resets: { burst: 1000, perSecond: 100 },
  idleFrames: { burst: 1000, perSecond: 500 },
  prefaceMs: 10_000,
  keepaliveMs: 60_000,
  patienceMs: 20_000,
};
