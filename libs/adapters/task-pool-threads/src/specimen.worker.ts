import { clearLeftovers } from './leftovers.js';
import { runSpecimen } from './specimen.js';
import { serveTasks } from './serve-tasks.js';

serveTasks(runSpecimen, {
  handOver: (output) =>
    output instanceof Uint8Array && output.buffer instanceof ArrayBuffer ? [output.buffer] : [],
  afterwards: clearLeftovers,
});
