import { stackedFeatures, stackedTable } from '../ensemble/stacked-table.js';
import type { Scorer, ScorerShape } from './scorer.js';
import { linearScorer } from './linear.js';
import type { StackedState } from './scorer-state.js';

/** @throws RangeError when the combiner is not one of so many members */
export function stackedScorer(
  { combiner }: Pick<StackedState, 'combiner'>,
  { outputs }: ScorerShape,
  members: readonly Scorer[],
): Scorer {
  const features = stackedFeatures(members.length, outputs);
  const combine = linearScorer(combiner, { features, outputs });
  return (table) =>
    combine(
      stackedTable(
        members.map((score) => score(table)),
        outputs,
        table.rows,
      ),
    );
}
