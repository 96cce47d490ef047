import { openCrew } from '@millrace/task-pool-threads';
import { learnerOf } from '@millrace/ml';
import { crewOf, runKernel } from '@millrace/service-trainer';
import { readBenchData } from './bench-data.js';

// Fits one learner to a million rows, and says what that took: one process a learner, so that each has its own peak.
const [data = '', algorithm = ''] = process.argv.slice(2);
const { set } = readBenchData(data, '1000000x20');
const crew = openCrew({
  worker: new URL('./crew.worker.mjs', import.meta.url),
  size: 2,
  run: runKernel,
});
const learner = learnerOf(algorithm);
const started = performance.now();
learner.fit(set, { parameters: learner.defaults, seed: 1, crew: crewOf(crew) });
const seconds = (performance.now() - started) / 1000;
await crew.close();
// Kilobytes, on Linux.
console.log(JSON.stringify({ megabytes: process.resourceUsage().maxRSS / 1024, seconds }));
