export { createInferenceService } from './create-inference-service.js';
export type { InferenceDependencies } from './create-inference-service.js';
export { memoryOf, runThreadTask, type ThreadTask } from './domain/threads/thread-task.js';
export type { ScoringPool } from './operations/scoring-threads.js';
export type { InferenceLimits } from './operations/inference-limits.js';
export type { TaskIntervals } from './operations/background-tasks.js';
export { placePredictions } from './operations/place-predictions.js';
export type { LogLinePool, SegmentPlace } from './operations/log-line-pool.js';
