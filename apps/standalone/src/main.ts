import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openThreadPool } from '@millrace/task-pool-threads';
import { openFileJournal } from '@millrace/journal-file';
import { openFileModelCache } from '@millrace/model-cache-file';
import { readConfig, runServices, systemClock } from '@millrace/platform';
import {
  authenticatorFor,
  exitOnError,
  inferenceLimits,
  openAdapters,
  stopSignal,
  untilStopped,
} from '@millrace/runtime';
import { assembleServices } from './assemble-services.js';
import { standaloneConfigSchema } from './config.js';
import { runDemo } from './demo.js';
import { terminal } from './terminal.js';

await exitOnError(async () => {
  const stopped = stopSignal();
  const config = readConfig(standaloneConfigSchema, process.env);
  terminal.line('Starting Millrace: ingestion, trainer, registry, drift-monitor, inference.');
  const authenticator = authenticatorFor(config, systemClock);
  const adapters = await openAdapters(config, 'standalone', {
    database: new URL('./database.worker.js', import.meta.url),
  });
  const scoringThreads = config.MILLRACE_INFERENCE_THREADS ?? availableParallelism();
  const services = assembleServices({
    adapters,
    journal: await openFileJournal({ folder: join(config.MILLRACE_DATA_DIR, 'journal') }),
    cache: await openFileModelCache({
      folder: join(config.MILLRACE_DATA_DIR, 'models'),
      maxBytes: config.MILLRACE_INFERENCE_CACHE_MIB * 2 ** 20,
    }),
    pool: openThreadPool({
      worker: new URL('./candidate.worker.js', import.meta.url),
      size: config.MILLRACE_TRAINER_THREADS ?? availableParallelism(),
    }),
    ...(scoringThreads > 0 && {
      scoring: openThreadPool({
        worker: new URL('./scoring.worker.js', import.meta.url),
        size: scoringThreads,
        idleMs: 600_000,
      }),
      logLines: openThreadPool({
        worker: new URL('./log-lines.worker.js', import.meta.url),
        size: 1,
        idleMs: 60_000,
      }),
    }),
    limits: inferenceLimits(config),
    codeCommit: config.MILLRACE_CODE_COMMIT,
  });
  const host = config.MILLRACE_HOST;
  const running = await runServices({
    name: 'standalone',
    version: '0.1.0',
    services,
    ...adapters,
    authenticator,
    http: {
      host,
      port: config.MILLRACE_HTTP_PORT,
      bodyBytes: config.MILLRACE_HTTP_BODY_MIB * 2 ** 20,
    },
    grpc: { host, port: config.MILLRACE_GRPC_PORT },
    console: config.MILLRACE_CONSOLE_DIR,
  });
  const base = `http://${host}:${String(running.httpPort)}`;
  const stopping = new AbortController();
  const demo =
    config.MILLRACE_DEMO === 'on'
      ? runDemo({ base, samples: config.MILLRACE_SAMPLES_DIR, signal: stopping.signal })
      : Promise.resolve();
  // A demo that fails is told of, and the platform runs on.
  const told = demo.catch((caught: unknown) => {
    if (!stopping.signal.aborted) terminal.problem(caught);
  });
  void told.then(() => {
    if (stopping.signal.aborted) return;
    terminal.section('Millrace is running. Stop it with Ctrl-C.');
    terminal.pairs({
      Console: `${base}/`,
      'Swagger UI': `${base}/docs`,
      gRPC: `${host}:${String(running.grpcPort)}`,
      Data: config.MILLRACE_DATA_DIR,
    });
  });

  await untilStopped(running, stopped);
  terminal.line('\nStopping: what is in hand ends first.');
  stopping.abort();
  await running.stop();
  terminal.line('Stopped.');
  process.exit(0);
});
