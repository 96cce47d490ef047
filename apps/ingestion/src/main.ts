import { runServiceProcess } from '@millrace/runtime';
import { createIngestionService } from '@millrace/service-ingestion';

await runServiceProcess({
  service: 'ingestion',
  httpPort: 8101,
  grpcPort: 9101,
  create: ({ dependencies }) => createIngestionService(dependencies),
});
