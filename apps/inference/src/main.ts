import { join } from 'node:path';
import { ModelServiceDefinition } from '@millrace/contracts';
import { openFileJournal } from '@millrace/journal-file';
import { openFileModelCache } from '@millrace/model-cache-file';
import { inferenceLimits, runServiceProcess } from '@millrace/runtime';
import { createInferenceService } from '@millrace/service-inference';

await runServiceProcess({
  service: 'inference',
  httpPort: 8105,
  grpcPort: 9105,
  create: async ({ config, dependencies, connect }) =>
    createInferenceService({
      ...dependencies,
      models: connect('registry').client(ModelServiceDefinition),
      limits: inferenceLimits(config),
      journal: await openFileJournal({ folder: join(config.MILLRACE_DATA_DIR, 'journal') }),
      cache: await openFileModelCache({ folder: join(config.MILLRACE_DATA_DIR, 'models') }),
    }),
});
