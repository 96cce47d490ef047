import type { ServerResponse } from 'node:http';
import { PlatformError } from '../errors/platform-error.js';
import type { Metrics } from '../metrics/metrics.js';

/**
 * Counts the bytes of bodies that are kept in memory until their requests are answered, and refuses what would make them
 * too many: so many connections, each with a body of an allowed length, may not fill the memory of the process. What has
 * come counts, not what was announced: whoever announces and sends nothing takes nothing from the others.
 */
export class HeldBodies {
  readonly #limit: number;
  readonly #held = new WeakMap<ServerResponse, { bytes: number }>();
  #bytes = 0;

  /** @param limit bytes, of all requests together */
  constructor(limit: number, metrics: Metrics) {
    this.#limit = limit;
    metrics
      .gauge({
        name: 'millrace_http_held_body_bytes',
        help: 'Bytes of request bodies that are kept until they are answered; those that came in one piece are not counted.',
      })
      .follow({}, () => this.#bytes);
  }

  /** @throws PlatformError `unavailable` where there is no room */
  hold(response: ServerResponse, bytes: number): void {
    if (this.#bytes + bytes > this.#limit) {
      const message = 'The bodies of other requests take all the room there is; try again shortly.';
      throw new PlatformError('unavailable', message, { retryAfterSeconds: 1 });
    }
    this.#bytes += bytes;
    const known = this.#held.get(response);
    if (known) {
      known.bytes += bytes;
      return;
    }
    const held = { bytes };
    this.#held.set(response, held);
    response.once('close', () => {
      this.#bytes -= held.bytes;
      held.bytes = 0;
    });
  }
}
