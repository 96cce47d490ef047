import type { KernelInput, KernelName, KernelOutput } from './kernels.js';

/** Threads that run the same kernel at the same time over shared memory. */
export interface Crew {
  /** Threads at work, the one that asks included. */
  readonly size: number;
  /**
   * Runs a kernel once on every thread and waits for all of them.
   * @returns what each of them made, in the order of their posts
   */
  run<Name extends KernelName>(kernel: Name, input: KernelInput<Name>): KernelOutput<Name>[];
}
