import { serveTasks } from '@millrace/task-pool-threads';
import { memoryOf, runThreadTask, type ThreadTask } from '../domain/threads/thread-task.js';

/** The first value of a part that takes its thread down. */
const deadly = 666;

serveTasks(
  (task: ThreadTask) => {
    if (task.kind === 'score' && task.table.values[0] === deadly) process.exit(1);
    return runThreadTask(task);
  },
  { handOver: memoryOf },
);
