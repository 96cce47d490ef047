import { leafFinder } from '../scorers/trees.js';
import type { ForestState } from '../scorers/scorer-state.js';
import { drawRows, type Sampling } from '../trees/grow-forest.js';
import { outputsOf, type TrainingSet } from './learner.js';

/**
 * How well a forest answers for the rows it was grown from, each by the trees that had not drawn it (Breiman, "Out-of-bag
 * estimation", 1996): accuracy for classes, R² for quantities.
 * @param forest grown from samples of the set that were drawn like this
 * @returns undefined when every tree drew every row
 */
export function outOfBagScore(
  forest: ForestState,
  { features, table, target }: TrainingSet,
  { sampling, seed }: { readonly sampling: Sampling; readonly seed: number },
): number | undefined {
  const { rows, columns, values } = table;
  const outputs = outputsOf(target);
  const leafOf = leafFinder(forest, features, forest.leaves.length / outputs);
  const sums = new Float64Array(rows * outputs);
  const trees = new Int32Array(rows);
  const drawn = new Int32Array(rows);
  forest.roots.forEach((root, index) => {
    drawRows(drawn, sampling, seed, index);
    for (let row = 0; row < rows; row++) {
      if (drawn[row] !== 0) continue;
      trees[row] = (trees[row] ?? 0) + 1;
      const leaf = leafOf(values, row * columns, root) * outputs;
      for (let output = 0; output < outputs; output++) {
        const at = row * outputs + output;
        sums[at] = (sums[at] ?? 0) + (forest.leaves[leaf + output] ?? 0);
      }
    }
  });
  const judged = Int32Array.from(trees.keys()).filter((row) => (trees[row] ?? 0) > 0);
  if (judged.length === 0) return undefined;
  return target.kind === 'classes'
    ? accuracyOf(judged, sums, target.codes, outputs)
    : explainedBy(judged, sums, trees, target.values);
}

function accuracyOf(
  judged: Int32Array,
  sums: Float64Array,
  codes: Int32Array,
  outputs: number,
): number {
  const right = judged.filter((row) => {
    const own = sums.subarray(row * outputs, (row + 1) * outputs);
    let best = 0;
    for (let code = 1; code < outputs; code++) if ((own[code] ?? 0) > (own[best] ?? 0)) best = code;
    return best === codes[row];
  });
  return right.length / judged.length;
}

function explainedBy(
  judged: Int32Array,
  sums: Float64Array,
  trees: Int32Array,
  values: Float64Array,
): number {
  const mean = judged.reduce((sum, row) => sum + (values[row] ?? 0), 0) / judged.length;
  let off = 0;
  let spread = 0;
  for (const row of judged) {
    const value = values[row] ?? 0;
    off += (value - (sums[row] ?? 0) / (trees[row] ?? 1)) ** 2;
    spread += (value - mean) ** 2;
  }
  return spread > 0 ? 1 - off / spread : 0;
}
