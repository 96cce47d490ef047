import { lone } from '../parallel/lone.js';
import { blendCandidates } from './blend-candidates.js';
import type { CandidateTask, CandidateTaskResult } from './candidate-task.js';
import { exportModel } from './export-model.js';
import { refitCandidate } from './refit-candidate.js';
import { validateCandidate } from './validate-candidate.js';
import type { Workplace } from './workplace.js';

/**
 * Does one task to its end, without a pause: for a thread of its own.
 * @throws TrainingDataError when the rows allow no training, ModelFormatError for a model that cannot be read
 */
export function runCandidateTask(
  task: CandidateTask,
  workplace: Workplace = { now: () => performance.now(), crew: lone },
): CandidateTaskResult {
  switch (task.kind) {
    case 'validate':
      return validateCandidate(task, workplace);
    case 'blend':
      return blendCandidates(task);
    case 'refit':
      return refitCandidate(task, workplace);
    case 'export':
      return exportModel(task);
  }
}
