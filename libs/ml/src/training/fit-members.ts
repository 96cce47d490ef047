import { learnerOf } from '../learners/catalogue.js';
import type { RefitMember } from './candidate-task.js';
import type { LinearState } from '../scorers/scorer-state.js';
import { fitPipeline, type FitRequest, type FittedPipeline } from './fit-pipeline.js';

/** What a candidate is made of. */
export interface Composition {
  /** Itself, or those of an ensemble. */
  readonly members: readonly RefitMember[];
  /** Of a stack: what makes one answer of theirs. Others are weighed. */
  readonly combiner?: LinearState | undefined;
}

/**
 * Fits a candidate: one algorithm, or several whose answers are combined.
 * @throws RangeError without members
 */
export function fitMembers({
  members,
  combiner,
  ...request
}: Omit<FitRequest, 'learner' | 'parameters'> & Composition): FittedPipeline {
  const fitted = members.map(({ algorithm, parameters: given }) => {
    const learner = learnerOf(algorithm);
    // What was kept by an earlier version may lack parameters that have come since.
    const parameters = { ...learner.defaults, ...given };
    return fitPipeline({ ...request, learner, parameters });
  });
  const [first] = fitted;
  if (!first) throw new RangeError('There is nothing to fit.');
  if (fitted.length === 1 && !combiner) return first;
  // The features are learned from the same rows by every member: they are the same.
  const scorers = fitted.map((member) => member.scorer);
  const weights = Float64Array.from(members, ({ weight }) => weight);
  return {
    ...first,
    scorer: combiner
      ? { kind: 'stacked', members: scorers, combiner }
      : { kind: 'blend', weights, members: scorers },
  };
}
