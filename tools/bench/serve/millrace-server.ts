import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { openThreadPool } from '@millrace/task-pool-threads';
import { openFileJournal } from '@millrace/journal-file';
import { openFileModelCache } from '@millrace/model-cache-file';
import { openAccess, Outbox, runServices } from '@millrace/platform';
import { openAdapters, processConfigSchema } from '@millrace/runtime';
import { createInferenceService } from '@millrace/service-inference';
import { benchRegistry } from './bench-registry.js';

// The inference service as its app runs it, but for the registry: `node millrace-server.mjs <folder> <name=file> ...`
const [folder = '', ...models] = process.argv.slice(2);
// Its threads read their variables themselves.
process.env['MILLRACE_DATA_DIR'] = folder;
const config = processConfigSchema.parse({
  MILLRACE_DATA_DIR: folder,
  MILLRACE_LOG_LEVEL: 'error',
});
const adapters = await openAdapters(config, 'inference', {
  database: new URL('./database.worker.mjs', import.meta.url),
});
const files = Object.fromEntries(models.map((each) => each.split('=') as [string, string]));
const outbox = new Outbox({ service: 'inference', schema: 'inference', ...adapters });
const module = createInferenceService({
  ...adapters,
  outbox,
  models: benchRegistry(adapters.objects, files),
  journal: await openFileJournal({ folder: join(folder, 'journal') }),
  scoring: openThreadPool({
    worker: new URL('./scoring.worker.mjs', import.meta.url),
    size: availableParallelism(),
    idleMs: 600_000,
  }),
  logLines: openThreadPool({
    worker: new URL('./log-lines.worker.mjs', import.meta.url),
    size: 1,
    idleMs: 60_000,
  }),
  cache: await openFileModelCache({ folder: join(folder, 'models') }),
});
const running = await runServices({
  name: 'inference',
  version: '0.1.0',
  services: [{ module, outbox }],
  ...adapters,
  authenticator: openAccess,
  http: { host: '127.0.0.1', port: 0 },
  grpc: { host: '127.0.0.1', port: 0 },
});
process.stdout.write(`${JSON.stringify({ http: running.httpPort, grpc: running.grpcPort })}\n`);
process.on('SIGTERM', () => {
  void running.stop().then(() => process.exit(0));
});
