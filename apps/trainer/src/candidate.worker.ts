import { availableParallelism } from 'node:os';
import { clearLeftovers, openCrew, serveTasks } from '@millrace/task-pool-threads';
import {
  memoryOfResult,
  runCandidateTask,
  runKernel,
  type CandidateTask,
} from '@millrace/service-trainer';

const crew = openCrew({
  worker: new URL('./crew.worker.js', import.meta.url),
  size: availableParallelism(),
  run: runKernel,
});

serveTasks((task: CandidateTask) => runCandidateTask(task, crew), {
  handOver: memoryOfResult,
  afterwards: clearLeftovers,
});
