import type { Authenticator } from '../access/api-keys.js';
import { systemPrincipal } from '../access/principal.js';
import { runInScope, scopeFrom } from '../context/call-context.js';
import { consumeEvents } from '../events/consumer.js';
import { guardRpcService } from '../grpc/guard.js';
import { listenGrpc, type GrpcTls } from '../grpc/grpc-server.js';
import { createHttpApp } from '../http/http-app.js';
import { listenHttp } from '../http/http-server.js';
import type { Clock, Database, EventBus, Logger, ObjectStore } from '@millrace/ports';
import type { Metrics } from '../metrics/metrics.js';
import type { Outbox } from '../events/outbox.js';
import { migrateSchema } from './migrate.js';
import { schemaOf, type BackgroundTask, type ServiceModule } from './service-module.js';

export interface RunningService {
  readonly module: ServiceModule;
  readonly outbox: Outbox;
}

export interface RunOptions {
  /** Name of the process in metrics and documentation. */
  readonly name: string;
  readonly version: string;
  readonly services: readonly RunningService[];
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly authenticator: Authenticator;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** As `HttpAppOptions.bodyBytes`. */
    readonly bodyBytes?: number | undefined;
  };
  readonly grpc: { readonly host: string; readonly port: number; readonly tls?: GrpcTls };
  readonly console?: string;
}

export interface RunningProcess {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Drains: no new work, what is in hand ends, then the adapters close. */
  stop(): Promise<void>;
}

/** Migrates, listens, consumes, and does the background work of one or more services until stopped. */
export async function runServices(options: RunOptions): Promise<RunningProcess> {
  const { services, database, objects, bus, clock, logger, metrics, authenticator } = options;
  const stopping = new AbortController();
  // Listeners close first, so that no new work comes in while the work in hand ends.
  const listeners: (() => Promise<void>)[] = [];
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    stopping.abort();
    const cleanly = (close: () => Promise<void>) =>
      close().catch((cause: unknown) => {
        logger.warn('A part did not stop cleanly.', { cause });
      });
    await Promise.all(listeners.splice(0).map(cleanly));
    for (const close of closers.splice(0).reverse()) await cleanly(close);
  };

  try {
    closers.push(
      () => database.close(),
      () => objects.close(),
      () => bus.close(),
    );
    for (const { module } of services) {
      await migrateSchema(
        database.schema(schemaOf(module.name)),
        schemaOf(module.name),
        module.migrations,
      );
    }
    for (const { module } of services) closers.push(async () => module.close?.());

    const guarded = services.flatMap(({ module }) =>
      module.rpc.map((service) => guardRpcService(service, { authenticator, logger, metrics })),
    );
    const grpc = await listenGrpc({
      services: guarded,
      ...options.grpc,
      setting: 'MILLRACE_GRPC_PORT',
    });
    listeners.push(() => {
      grpc.setServing('NOT_SERVING');
      return grpc.close();
    });
    const endured = () => services.every(({ module }) => module.enduresOutages?.() ?? false);
    const app = createHttpApp({
      title: `Millrace ${options.name}`,
      version: options.version,
      service: options.name,
      routes: services.flatMap(({ module }) => module.routes),
      authenticator,
      healthChecks: [
        { name: 'database', check: () => database.check(), endured },
        { name: 'object-store', check: () => objects.check(), endured },
        { name: 'event-bus', check: () => bus.check(), endured },
        ...services.flatMap(({ module }) =>
          module.ready ? [{ name: module.name, check: module.ready }] : [],
        ),
      ],
      metrics,
      logger,
      stopping: stopping.signal,
      bodyBytes: options.http.bodyBytes,
      ...(options.console !== undefined && { console: options.console }),
    });
    const http = await listenHttp(app, { ...options.http, setting: 'MILLRACE_HTTP_PORT' });
    listeners.push(() => http.close());
    const tasks = services.flatMap(({ module, outbox }) => [
      ...module.tasks,
      {
        name: `${module.name}-outbox`,
        run: (signal: AbortSignal) => outbox.relay(bus, { logger, metrics, signal }),
      },
    ]);
    const background = tasks.map((task) => keepRunning(task, stopping.signal, clock, logger));
    closers.push(async () => {
      await Promise.all(background);
    });

    for (const { module } of services) {
      if (module.subscriptions.length === 0) continue;
      const consumer = await consumeEvents({
        service: module.name,
        schema: schemaOf(module.name),
        subscriptions: module.subscriptions,
        database,
        bus,
        clock,
        logger,
        metrics,
      });
      closers.push(() => consumer.close());
    }

    grpc.setServing('SERVING');
    return { httpPort: http.port, grpcPort: grpc.port, stop };
  } catch (caught) {
    await stop();
    throw caught;
  }
}

/** Runs a task again after a pause whenever it fails, until stopped. */
async function keepRunning(
  task: BackgroundTask,
  signal: AbortSignal,
  clock: Clock,
  logger: Logger,
): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    try {
      const scope = scopeFrom(() => undefined, systemPrincipal);
      await runInScope(scope, () => task.run(signal));
      if (!signal.aborted) await clock.sleep(1_000, signal);
      failures = 0;
    } catch (cause) {
      if (signal.aborted) break;
      failures++;
      logger.error('Background work failed; it starts again.', {
        task: task.name,
        failures,
        cause,
      });
      await clock.sleep(Math.min(250 * 2 ** failures, 10_000), signal);
    }
  }
}
