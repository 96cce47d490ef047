import { Router } from 'express';
import type { Metrics } from '../metrics/metrics.js';

export interface HealthCheck {
  /** What is checked: `database`, `object-store`, `event-bus`, or a service's own readiness. */
  readonly name: string;
  /** Rejects with the reason while it is not well; resolves with a text when it is well enough, but not as it should be. */
  readonly check: () => Promise<string | undefined | void>;
  /** Whether the process does its work now even while this is failing; never when absent. */
  readonly endured?: () => boolean;
}

const patience = 3_000;

async function outcomeOf({ name, check, endured }: HealthCheck) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(patience)} ms`));
    }, patience);
  });
  try {
    const without = await Promise.race([check(), late]);
    if (typeof without === 'string') return { name, status: 'degraded' as const, reason: without };
    return { name, status: 'ok' as const };
  } catch (cause) {
    return {
      name,
      status: endured?.() ? ('away' as const) : ('failing' as const),
      reason: cause instanceof Error ? cause.message : String(cause),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** `/livez`: the process answers. `/readyz`: everything it leans on answers too, or it
 * does its work without (`degraded`). `/metrics`: Prometheus text. */
export function healthRouter(
  checks: readonly HealthCheck[],
  metrics: Metrics,
  stopping: AbortSignal,
): Router {
  const up = metrics.gauge({
    name: 'millrace_dependency_up',
    help: 'Whether the dependency answers (1) or not (0), asked at each scrape.',
    labels: ['dependency'],
  });
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'ok' });
  });
  const askAll = async () => {
    const outcomes = await Promise.all(checks.map(outcomeOf));
    for (const { name, status } of outcomes) {
      up.set({ dependency: name }, status === 'ok' || status === 'degraded' ? 1 : 0);
    }
    return outcomes;
  };
  router.get('/readyz', async (_request, response) => {
    const outcomes = await askAll();
    const ready = !stopping.aborted && outcomes.every(({ status }) => status !== 'failing');
    const well = outcomes.every(({ status }) => status === 'ok') ? 'ok' : 'degraded';
    response.status(ready ? 200 : 503).json({ status: ready ? well : 'failing', checks: outcomes });
  });
  router.get('/metrics', async (_request, response) => {
    // A scrape is often all that asks: what is down must show without a visit to /readyz.
    await askAll();
    const { contentType, text } = await metrics.expose();
    response.type(contentType).send(text);
  });
  return router;
}
