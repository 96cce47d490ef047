import { serveCrew } from '@millrace/task-pool-threads';
import { runKernel } from '@millrace/service-trainer';

serveCrew(runKernel);
