import { addTo } from './boosted-rows.js';
import { copyRows, divideRows } from './divide-rows.js';
import { clearHistogram, addRows, subtractHistogram } from './leaf-histogram.js';
import { deriveLogLoss } from './loss-derivatives.js';
import { scanNumbers } from './number-scan.js';

/** The inner loops of boosting, of which there are two kinds: JavaScript, and WebAssembly over shared memory. */
export interface BoostingKernels {
  readonly clearHistogram: typeof clearHistogram;
  readonly addRows: typeof addRows;
  readonly subtractHistogram: typeof subtractHistogram;
  readonly scanNumbers: typeof scanNumbers;
  readonly divideRows: typeof divideRows;
  readonly copyRows: typeof copyRows;
  readonly deriveLogLoss: typeof deriveLogLoss;
  readonly addTo: typeof addTo;
}

/** What the compiled kernels are told by in tests, and what takes their place where they cannot be had. */
export const plainKernels: BoostingKernels = {
  clearHistogram,
  addRows,
  subtractHistogram,
  scanNumbers,
  divideRows,
  copyRows,
  deriveLogLoss,
  addTo,
};
