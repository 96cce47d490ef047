import { availableParallelism } from 'node:os';
import { openThreadPool } from '@millrace/task-pool-threads';
import {
  DatasetServiceDefinition,
  ModelServiceDefinition,
  TrackingServiceDefinition,
} from '@millrace/contracts';
import { runServiceProcess } from '@millrace/runtime';
import { createTrainerService } from '@millrace/service-trainer';

await runServiceProcess({
  service: 'trainer',
  httpPort: 8102,
  grpcPort: 9102,
  create: ({ config, dependencies, connect }) => {
    const registry = connect('registry');
    return createTrainerService({
      ...dependencies,
      datasets: connect('ingestion').client(DatasetServiceDefinition),
      tracking: registry.client(TrackingServiceDefinition),
      models: registry.client(ModelServiceDefinition),
      pool: openThreadPool({
        worker: new URL('./candidate.worker.js', import.meta.url),
        size: config.MILLRACE_TRAINER_THREADS ?? availableParallelism(),
      }),
      codeCommit: config.MILLRACE_CODE_COMMIT,
    });
  },
});
