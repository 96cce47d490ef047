import { createHttpApp, listenHttp, openAccess, type Authenticator } from '@millrace/platform';
import type { InferenceProcess } from './inference-fixture.js';

export interface ServedOverHttp {
  readonly origin: string;
  /** Posts a body; text is JSON unless the headers say otherwise. */
  post(
    path: string,
    body: string | Buffer<ArrayBuffer> | undefined,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  get(path: string): Promise<Response>;
  close(): Promise<void>;
}

/** The routes of a process behind a real server, as the runtime puts them there. */
export async function serveOverHttp(
  { module, metrics, logger }: InferenceProcess,
  authenticator: Authenticator = openAccess,
): Promise<ServedOverHttp> {
  const app = createHttpApp({
    title: 'test',
    version: '1',
    service: 'inference',
    routes: module.routes,
    authenticator,
    healthChecks: [],
    metrics,
    logger,
    stopping: new AbortController().signal,
  });
  const server = await listenHttp(app, { host: '127.0.0.1', port: 0, setting: 'none' });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    origin,
    post: (path, body, headers = { 'content-type': 'application/json' }) =>
      fetch(origin + path, {
        method: 'POST',
        headers,
        ...(body !== undefined && { body }),
      }),
    get: (path) => fetch(origin + path),
    close: () => server.close(),
  };
}
