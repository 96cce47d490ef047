import { serveTasks } from '@millrace/task-pool-threads';
import { runCandidateTask, type CandidateTask } from '../domain/learning.js';

serveTasks((task: CandidateTask) => {
  // A fit that never comes to an end, nor to a pause.
  if (task.algorithm === 'random-forest') for (;;);
  return runCandidateTask(task);
});
