import { serveTasks } from '@millrace/task-pool-threads';
import { memoryOf, runThreadTask } from '@millrace/service-inference';

serveTasks(runThreadTask, { handOver: memoryOf });
