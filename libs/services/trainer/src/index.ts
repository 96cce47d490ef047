export { createTrainerService } from './create-trainer-service.js';
export type { TrainerDependencies, TrainerPolicy } from './dependencies.js';
export {
  crewOf,
  memoryOfResult,
  runCandidateTask,
  runKernel,
  type CandidateTask,
  type Threads,
} from './domain/learning.js';
