export { createInferenceService } from './create-inference-service.js';
export type { InferenceDependencies } from './create-inference-service.js';
export { runScoringTask, type ScoringTask } from '@millrace/ml';
export type { ScoringPool } from './operations/scoring-threads.js';
export type { InferenceLimits } from './operations/inference-limits.js';
export type { TaskIntervals } from './operations/background-tasks.js';
export { batchesOf, ownMemory } from './domain/prediction-batches.js';
export type { LogLinePool } from './operations/log-line-pool.js';
