import { inlinePool } from '@millrace/task-pool-threads';
import { PlatformError } from '@millrace/platform';
import type { CandidateTask } from '../domain/learning.js';
import { runCandidateTask } from '../domain/learning.js';
import type { CandidatePool } from './trainer-bench.js';

/** A pool that remembers its tasks, and in which those `holds` says so never end unless they are aborted. */
export function gatedPool(holds: (task: CandidateTask) => boolean): CandidatePool & {
  readonly tasks: readonly CandidateTask[];
  readonly aborted: readonly CandidateTask[];
} {
  const inner = inlinePool(runCandidateTask);
  const tasks: CandidateTask[] = [];
  const aborted: CandidateTask[] = [];
  return {
    size: 2,
    tasks,
    aborted,
    run(task, options) {
      tasks.push(task);
      if (!holds(task)) return inner.run(task, options);
      return new Promise((_, reject) => {
        options.signal.addEventListener('abort', () => {
          aborted.push(task);
          reject(new PlatformError('cancelled', 'The task was cancelled.'));
        });
      });
    },
    close: () => inner.close(),
  };
}
