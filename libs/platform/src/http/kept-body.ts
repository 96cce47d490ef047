import type { IncomingMessage } from 'node:http';

const kept = new WeakMap<IncomingMessage, Uint8Array>();

/** Keeps a body that has been read off its request, for whoever reads it next. */
export function keepBody(request: IncomingMessage, body: Uint8Array): void {
  kept.set(request, body);
}

/** Whether a shortcut has had the request, and so looked at its caller, before it came here. */
export function hasKeptBody(request: IncomingMessage): boolean {
  return kept.has(request);
}

/** The chunks of a body, whether it has been read already or not. */
export function bodyOf(request: IncomingMessage): AsyncIterable<Uint8Array> | [Uint8Array] {
  const body = kept.get(request);
  return body === undefined ? (request as AsyncIterable<Uint8Array>) : [body];
}
