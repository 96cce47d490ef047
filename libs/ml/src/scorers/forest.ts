import type { Scorer, ScorerShape } from './scorer.js';
import type { ForestState } from './scorer-state.js';
import { readyTrees, treeAdder, type ReadyTrees } from './tree-adder.js';

export interface ReadyForest {
  readonly kind: 'ready-forest';
  readonly treeCount: number;
  readonly trees: ReadyTrees;
}

export function readyForest(
  { leaves, ...trees }: ForestState,
  { features, outputs }: ScorerShape,
): ReadyForest {
  return {
    kind: 'ready-forest',
    treeCount: trees.roots.length,
    trees: readyTrees(trees, features, { leaves, width: outputs, groups: 1 }),
  };
}

export function forestScorer(
  { trees, treeCount }: ReadyForest,
  { features, outputs }: ScorerShape,
): Scorer {
  const addTrees = treeAdder(trees, features);
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    addTrees(table, answers);
    for (let at = 0; at < answers.length; at++) answers[at] = (answers[at] ?? 0) / treeCount;
    return answers;
  };
}
