import { runServiceProcess } from '@millrace/runtime';
import { createRegistryService } from '@millrace/service-registry';

await runServiceProcess({
  service: 'registry',
  httpPort: 8103,
  grpcPort: 9103,
  create: ({ dependencies }) => createRegistryService(dependencies),
});
