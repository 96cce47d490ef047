export { createTrainerService } from './create-trainer-service.js';
export type { TrainerDependencies, TrainerPolicy } from './dependencies.js';
export { runCandidateTask } from './domain/learning.js';
