import {
  DatasetServiceDefinition,
  ModelServiceDefinition,
  TrackingServiceDefinition,
} from '@millrace/contracts';
import { runServiceProcess } from '@millrace/runtime';
import { createDriftMonitorService } from '@millrace/service-drift-monitor';

await runServiceProcess({
  service: 'drift-monitor',
  httpPort: 8104,
  grpcPort: 9104,
  create: ({ dependencies, connect }) => {
    const registry = connect('registry');
    return createDriftMonitorService({
      ...dependencies,
      datasets: connect('ingestion').client(DatasetServiceDefinition),
      models: registry.client(ModelServiceDefinition),
      tracking: registry.client(TrackingServiceDefinition),
    });
  },
});
