import type { Authenticator } from '../access/api-keys.js';
import { systemPrincipal } from '../access/principal.js';
import { runInScope, scopeFrom } from '../context/call-context.js';
import { consumeEvents } from '../events/consumer.js';
import { guardRpcService } from '../grpc/guard.js';
import { listenGrpc, type GrpcTls } from '../grpc/grpc-server.js';
import { createHttpApp } from '../http/http-app.js';
import { listenHttp } from '../http/http-server.js';
import type { Clock, Database, EventBus, Logger, ObjectStore, Subscription } from '@millrace/ports';
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
  readonly open: OpenSurroundings;
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

/**
 * Opens what services lean on, and waits until all of it is there: what is away is tried again.
 * @param prepare is done with the database before any service's query reaches it
 * @throws PlatformError for what no waiting mends
 */
export type OpenSurroundings = (prepare: (database: Database) => Promise<void>) => Promise<void>;

export interface RunningProcess {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Rejects with the reason when the process cannot go on, such as a migration that failed; it is to be stopped then. */
  readonly failed: Promise<never>;
  /** Drains: no new work, what is in hand ends, then the adapters close. */
  stop(): Promise<void>;
}

/** How long what this host keeps may hold up the listening, and then the opening of what lies elsewhere. */
const restoreMs = 2_000;
const settleMs = 1_000;
/** How long work in the background may take to end, as long as requests in flight may. */
const workMs = 10_000;

/**
 * Listens, consumes, and does the background work of one or more services until stopped. What a service keeps on this
 * host comes first; database, object store and event bus are opened after it, while requests are answered already.
 */
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
    for (const { module } of services) closers.push(async () => module.close?.());
    const modules = services.map(({ module }) => module);
    await within(restoreMs, clock, Promise.all(modules.map((module) => module.restore?.())));

    const guarded = modules.flatMap(({ rpc }) =>
      rpc.map((service) => guardRpcService(service, { authenticator, logger, metrics })),
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
    const endured = () => modules.every((module) => module.enduresOutages?.() ?? false);
    const app = createHttpApp({
      title: `Millrace ${options.name}`,
      version: options.version,
      service: options.name,
      routes: modules.flatMap(({ routes }) => routes),
      authenticator,
      healthChecks: [
        { name: 'database', check: () => database.check(), endured },
        { name: 'object-store', check: () => objects.check(), endured },
        { name: 'event-bus', check: () => bus.check(), endured },
        ...modules.flatMap(({ name, ready }) => (ready ? [{ name, check: ready }] : [])),
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

    const consumers: Subscription[] = [];
    let allOpen = false;
    const open = async (): Promise<void> => {
      await within(settleMs, clock, Promise.all(modules.map((module) => module.settled?.())));
      if (endured()) grpc.setServing('SERVING');
      await options.open(async (opened) => {
        for (const { name, migrations } of modules) {
          await migrateSchema(opened.schema(schemaOf(name)), schemaOf(name), migrations);
        }
      });
      allOpen = true;
      for (const { name, subscriptions } of modules) {
        if (subscriptions.length === 0 || stopping.signal.aborted) continue;
        const consumed = { service: name, schema: schemaOf(name), subscriptions };
        consumers.push(await consumeEvents({ ...consumed, database, bus, clock, logger, metrics }));
      }
      if (!stopping.signal.aborted) grpc.setServing('SERVING');
    };
    const opening = open();
    const failed = opening.then(() => new Promise<never>(() => undefined));
    // Whoever started the process hears of it, and may stop it before.
    failed.catch(() => undefined);
    const finish = async () => {
      await opening.catch(() => undefined);
      for (const consumer of consumers.reverse()) await consumer.close();
      await Promise.all(background);
    };
    closers.push(async () => {
      // Closing what is still being opened ends the wait for it, and that of whatever was called meanwhile.
      if (!allOpen) await Promise.all([database.close(), objects.close(), bus.close()]);
      // What hangs on something that is away is left to the end of the process.
      await within(workMs, clock, finish());
    });
    return { httpPort: http.port, grpcPort: grpc.port, failed, stop };
  } catch (caught) {
    await stop();
    throw caught;
  }
}

/** Waits for `work`, but no longer than so many milliseconds. */
async function within(milliseconds: number, clock: Clock, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  try {
    await Promise.race([work, clock.sleep(milliseconds, done.signal)]);
  } finally {
    done.abort();
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
