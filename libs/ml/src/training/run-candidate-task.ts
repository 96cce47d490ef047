import type { CandidateTask, RefitResult, ValidationResult } from './candidate-task.js';
import { refitCandidate } from './refit-candidate.js';
import type { Workplace } from './workplace.js';
import { lone } from '../parallel/kernels.js';
import { validateCandidate } from './validate-candidate.js';

/**
 * Does one task to its end, without a pause: for a thread of its own.
 * @throws TrainingDataError when the rows allow no training
 */
export function runCandidateTask(
  task: CandidateTask,
  workplace: Workplace = { now: () => performance.now(), crew: lone },
): ValidationResult | RefitResult {
  return task.kind === 'validate'
    ? validateCandidate(task, workplace)
    : refitCandidate(task, workplace.crew);
}
