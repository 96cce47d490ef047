import { serveTasks } from '@millrace/candidate-pool-threads';
import { runCandidateTask } from '@millrace/service-trainer';

serveTasks(runCandidateTask);
