import { Router } from 'express';
import type { Metrics } from '../metrics/metrics.js';

export interface HealthCheck {
  /** What is checked: `database`, `object-store`, `event-bus`, or a service's own readiness. */
  readonly name: string;
  /** Rejects with the reason while it is not well. */
  readonly check: () => Promise<void>;
}

const patience = 3_000;

async function outcomeOf({ name, check }: HealthCheck) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(patience)} ms`));
    }, patience);
  });
  try {
    await Promise.race([check(), late]);
    return { name, status: 'ok' as const };
  } catch (cause) {
    return {
      name,
      status: 'failing' as const,
      reason: cause instanceof Error ? cause.message : String(cause),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** `/livez`: the process answers. `/readyz`: everything it leans on answers too. `/metrics`: Prometheus text. */
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
    for (const { name, status } of outcomes) up.set({ dependency: name }, status === 'ok' ? 1 : 0);
    return outcomes;
  };
  router.get('/readyz', async (_request, response) => {
    const outcomes = await askAll();
    const ready = !stopping.aborted && outcomes.every(({ status }) => status === 'ok');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'failing', checks: outcomes });
  });
  router.get('/metrics', async (_request, response) => {
    // A scrape is often all that asks: what is down must show without a visit to /readyz.
    await askAll();
    const { contentType, text } = await metrics.expose();
    response.type(contentType).send(text);
  });
  return router;
}
