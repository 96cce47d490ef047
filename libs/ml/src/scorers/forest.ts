import type { Scorer, ScorerState } from './scorer.js';

type Forest = Extract<ScorerState, { kind: 'forest' }>;

/** Averages the class shares of the leaves that a row falls into, one in each tree. */
export function forestScorer(forest: Forest, columns: number, classCount: number): Scorer {
  check(forest, columns, classCount);
  const { roots, columns: nodeColumns, thresholds, children, leaves } = forest;
  const trees = roots.length;
  return ({ rows, values }) => {
    const probabilities = new Float64Array(rows * classCount);
    for (let row = 0; row < rows; row++) {
      const from = row * columns;
      const to = row * classCount;
      for (let tree = 0; tree < trees; tree++) {
        let node = roots[tree] ?? 0;
        for (let column = nodeColumns[node] ?? -1; column >= 0; column = nodeColumns[node] ?? -1) {
          const left = children[node] ?? 0;
          node = (values[from + column] ?? 0) < (thresholds[node] ?? 0) ? left : left + 1;
        }
        const leaf = (children[node] ?? 0) * classCount;
        for (let code = 0; code < classCount; code++) {
          probabilities[to + code] = (probabilities[to + code] ?? 0) + (leaves[leaf + code] ?? 0);
        }
      }
      for (let code = 0; code < classCount; code++) {
        probabilities[to + code] = (probabilities[to + code] ?? 0) / trees;
      }
    }
    return probabilities;
  };
}

/** Children that lie behind their node make every walk end. */
function check(
  { roots, columns: nodeColumns, thresholds, children, leaves }: Forest,
  columns: number,
  classCount: number,
): void {
  const nodes = nodeColumns.length;
  const leafCount = leaves.length / classCount;
  const fits =
    roots.length > 0 &&
    thresholds.length === nodes &&
    children.length === nodes &&
    Number.isInteger(leafCount) &&
    roots.every((root) => root >= 0 && root < nodes) &&
    nodeColumns.every((column, node) => {
      const child = children[node] ?? -1;
      return column < 0
        ? child >= 0 && child < leafCount
        : column < columns && child > node && child + 1 < nodes;
    });
  if (!fits) throw new RangeError('The trees do not fit together.');
}
