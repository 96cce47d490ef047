import { openAccess } from '../access/api-keys.js';
import { createHttpApp, type HttpAppOptions } from '../http/http-app.js';
import type { HttpApp } from '../http/http-server.js';
import { createMetrics } from '../metrics/metrics.js';
import { silentLogger } from './silent-logger.js';

/** An app of some routes that anybody may ask; what a spec is about, it gives itself. */
export function testHttpApp(
  options: Pick<HttpAppOptions, 'routes'> & Partial<HttpAppOptions>,
): HttpApp {
  return createHttpApp({
    title: 'Test',
    version: '1',
    service: 'test',
    authenticator: openAccess,
    healthChecks: [],
    metrics: createMetrics(),
    logger: silentLogger,
    stopping: new AbortController().signal,
    ...options,
  });
}
