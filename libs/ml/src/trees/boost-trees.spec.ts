import { describe, expect, it } from 'vitest';
import { mixedSet } from '../learners/training-sets.fixture.js';
import { binFeatures } from './binned-table.js';
import { boostTrees } from './boost-trees.js';
import { boostingMemory } from './boosting-memory.js';
import type { BoostingLoss } from './boosting-plan.js';

const lonePost = { index: 0, size: 1 };

/** Boosts the set by one thread, with compiled kernels or, where memory is not given to them, with plain ones. */
function boosted(kind: 'compiled' | 'plain', loss: BoostingLoss) {
  const set = mixedSet(loss === 'squared' ? 'quantity' : 'classes', {
    classCount: loss === 'softmax' ? 3 : 2,
    rows: 500,
  });
  const { rows, columns } = set.table;
  const outputs = loss === 'softmax' ? 3 : 1;
  const memory = boostingMemory({ rows, columns, outputs, threads: 1, maxLeaves: 31 });
  const shared =
    kind === 'compiled' ? memory : { ...memory, wasm: undefined, histograms: undefined };
  const order = Int32Array.from({ length: columns }, (_, column) => column);
  const { target } = set;
  shared.targets.set(target.kind === 'classes' ? target.codes : target.values);
  shared.weights.set(set.weights);
  return boostTrees(
    {
      table: binFeatures(set.features, set.table, order, shared.bins),
      loss,
      outputs,
      targets: shared.targets,
      weights: shared.weights,
      iterations: 12,
      learningRate: 0.1,
      maxLeaves: 31,
      minLeafRows: 5,
      l2: 0.5,
      patience: 10,
      rowShare: 0.8,
      columnShare: 0.9,
      seed: 4,
      shared,
    },
    lonePost,
  );
}

describe('boosted trees', () => {
  it.each(['log-loss', 'softmax', 'squared'] as const)(
    'of the %s are the same to the bit with compiled kernels and with plain ones',
    (loss) => {
      const trees = boosted('compiled', loss);
      expect(trees?.trees.features.some((feature) => feature >= 0)).toBe(true);
      expect(trees).toEqual(boosted('plain', loss));
    },
  );
});
