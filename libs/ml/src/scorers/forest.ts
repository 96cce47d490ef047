import type { ScorerShape } from './create-scorer.js';
import type { ForestState } from './scorer-state.js';
import type { Scorer } from './scorer.js';
import { leafFinder } from './trees.js';

export function forestScorer(state: ForestState, { features, outputs }: ScorerShape): Scorer {
  const { roots, leaves } = state;
  const leafOf = leafFinder(state, features, leaves.length / outputs);
  return ({ rows, columns, values }) => {
    const answers = new Float64Array(rows * outputs);
    for (let row = 0; row < rows; row++) {
      const at = row * outputs;
      for (const root of roots) {
        const leaf = leafOf(values, row * columns, root) * outputs;
        for (let output = 0; output < outputs; output++) {
          answers[at + output] = (answers[at + output] ?? 0) + (leaves[leaf + output] ?? 0);
        }
      }
      for (let output = 0; output < outputs; output++) {
        answers[at + output] = (answers[at + output] ?? 0) / roots.length;
      }
    }
    return answers;
  };
}
