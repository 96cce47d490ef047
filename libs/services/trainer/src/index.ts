export { createTrainerService } from './create-trainer-service.js';
export type { TrainerDependencies, TrainerPolicy } from './dependencies.js';
export {
  runCandidateTask,
  runKernel,
  type CandidateTask,
  type Threads,
} from './domain/learning.js';
