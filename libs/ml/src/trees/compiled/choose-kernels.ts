import type { BoostingMemory } from '../boosting-memory.js';
import { plainKernels, type BoostingKernels } from '../boosting-kernels.js';
import { compiledKernels } from './compiled-kernels.js';

/** Compiled kernels where the memory allows them. */
export function boostingKernels({ wasm, logisticTable }: BoostingMemory): BoostingKernels {
  return wasm ? compiledKernels(wasm, logisticTable) : plainKernels;
}
