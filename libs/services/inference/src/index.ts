export { createInferenceService } from './create-inference-service.js';
export type { InferenceDependencies } from './create-inference-service.js';
export { runScoringTask, type ScoringTask } from '@millrace/ml';
export type { ScoringPool } from './operations/scoring-threads.js';
export type { InferenceLimits } from './operations/inference-limits.js';
export type { TaskIntervals } from './operations/background-tasks.js';
export { placePredictions } from './operations/place-predictions.js';
export type { LogLinePool, SegmentPlace } from './operations/log-line-pool.js';
