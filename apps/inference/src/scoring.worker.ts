import { serveTasks } from '@millrace/task-pool-threads';
import { runScoringTask } from '@millrace/service-inference';

serveTasks(runScoringTask);
