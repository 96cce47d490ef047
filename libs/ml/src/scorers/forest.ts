import type { ScorerShape } from './create-scorer.js';
import type { ForestState } from './scorer-state.js';
import type { Scorer } from './scorer.js';
import { treeAdder } from './tree-adder.js';

export function forestScorer(state: ForestState, { features, outputs }: ScorerShape): Scorer {
  const trees = state.roots.length;
  const { leaves } = state;
  const addTrees = treeAdder(state, features, { leaves, width: outputs, groups: 1 });
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    addTrees(table, answers);
    for (let at = 0; at < answers.length; at++) answers[at] = (answers[at] ?? 0) / trees;
    return answers;
  };
}
