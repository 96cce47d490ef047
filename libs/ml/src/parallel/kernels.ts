import { boostTrees } from '../trees/boost-trees.js';
import { growForest } from '../trees/grow-forest.js';
import type { Post } from './post.js';

/** What can be run by several threads together. Inputs and outputs can be cloned; large arrays lie in shared memory. */
const kernels = { 'grow-forest': growForest, 'boost-trees': boostTrees };

export type KernelName = keyof typeof kernels;
export type KernelInput<Name extends KernelName> = Parameters<(typeof kernels)[Name]>[0];
export type KernelOutput<Name extends KernelName> = ReturnType<(typeof kernels)[Name]>;

/** Runs this thread's part of a kernel. @throws RangeError for a kernel that is not there */
export function runKernel<Name extends KernelName>(
  name: Name,
  input: KernelInput<Name>,
  post: Post,
): KernelOutput<Name> {
  if (!Object.hasOwn(kernels, name)) throw new RangeError(`There is no kernel "${name}".`);
  const kernel: unknown = kernels[name];
  return (kernel as (input: KernelInput<Name>, post: Post) => KernelOutput<Name>)(input, post);
}
