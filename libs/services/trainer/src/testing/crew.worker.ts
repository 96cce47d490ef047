import { serveCrew } from '@millrace/task-pool-threads';
import { runKernel } from '../domain/learning.js';

serveCrew(runKernel);
