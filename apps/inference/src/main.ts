import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openThreadPool } from '@millrace/task-pool-threads';
import { ModelServiceDefinition } from '@millrace/contracts';
import { openFileJournal } from '@millrace/journal-file';
import { openFileModelCache } from '@millrace/model-cache-file';
import { inferenceLimits, runServiceProcess } from '@millrace/runtime';
import { createInferenceService } from '@millrace/service-inference';

await runServiceProcess({
  service: 'inference',
  httpPort: 8105,
  grpcPort: 9105,
  threads: { database: new URL('./database.worker.js', import.meta.url) },
  create: async ({ config, dependencies, connect }) => {
    const threads = config.MILLRACE_INFERENCE_THREADS ?? availableParallelism();
    return createInferenceService({
      ...dependencies,
      models: connect('registry').client(ModelServiceDefinition),
      limits: inferenceLimits(config),
      ...(threads > 0 && {
        scoring: openThreadPool({
          worker: new URL('./scoring.worker.js', import.meta.url),
          size: threads,
          idleMs: 600_000,
        }),
        logLines: openThreadPool({
          worker: new URL('./log-lines.worker.js', import.meta.url),
          size: 1,
          idleMs: 60_000,
        }),
      }),
      journal: await openFileJournal({ folder: join(config.MILLRACE_DATA_DIR, 'journal') }),
      cache: await openFileModelCache({
        folder: join(config.MILLRACE_DATA_DIR, 'models'),
        maxBytes: config.MILLRACE_INFERENCE_CACHE_MIB * 2 ** 20,
      }),
    });
  },
});
