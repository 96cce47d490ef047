import type { Crew } from './crew.js';
import { runKernel } from './kernels.js';

/** A crew of one: the calling thread. */
export const lone: Crew = {
  size: 1,
  run: (kernel, input) => [runKernel(kernel, input, { index: 0, size: 1 })],
};
