import { serveCrew } from '@millrace/candidate-pool-threads';
import { runKernel } from '../domain/learning.js';

serveCrew(runKernel);
