import { runSpecimen } from './specimen.js';
import { serveTasks } from './serve-tasks.js';

serveTasks(runSpecimen, (output) =>
  output instanceof Uint8Array && output.buffer instanceof ArrayBuffer ? [output.buffer] : [],
);
