export { createIngestionService } from './create-ingestion-service.js';
export type { IngestionDependencies } from './create-ingestion-service.js';
export type { UploadLimits } from './domain/limits.js';
