import { learnerOf } from '../learners/catalogue.js';
import type { RefitMember } from './candidate-task.js';
import { fitPipeline, type FitRequest, type FittedPipeline } from './fit-pipeline.js';

/**
 * Fits a candidate: one algorithm, or several whose answers are weighed.
 * @throws RangeError without members
 */
export function fitMembers({
  members,
  ...request
}: Omit<FitRequest, 'learner' | 'parameters'> & {
  readonly members: readonly RefitMember[];
}): FittedPipeline {
  const fitted = members.map(({ algorithm, parameters }) =>
    fitPipeline({ ...request, learner: learnerOf(algorithm), parameters }),
  );
  const [first] = fitted;
  if (!first) throw new RangeError('There is nothing to fit.');
  if (fitted.length === 1) return first;
  // The features are learned from the same rows by every member: they are the same.
  return {
    ...first,
    scorer: {
      kind: 'blend',
      weights: Float64Array.from(members, ({ weight }) => weight),
      members: fitted.map((member) => member.scorer),
    },
  };
}
