import { serveTasks } from '@millrace/candidate-pool-threads';
import { runScoringTask } from '@millrace/service-inference';

serveTasks(runScoringTask);
