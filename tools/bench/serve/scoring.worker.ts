import { serveTasks } from '@millrace/candidate-pool-threads';
import { runScoringTask } from '@millrace/ml';

serveTasks(runScoringTask);
