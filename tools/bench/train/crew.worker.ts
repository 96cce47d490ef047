import { serveCrew } from '@millrace/candidate-pool-threads';
import { runKernel } from '@millrace/service-trainer';

serveCrew(runKernel);
