import { serveTasks } from '@millrace/task-pool-threads';
import { runScoringTask, type ScoringTask } from '@millrace/ml';

/** The first value of a part that takes its thread down. */
const deadly = 666;

serveTasks((task: ScoringTask) => {
  if (task.table.values[0] === deadly) process.exit(1);
  runScoringTask(task);
});
