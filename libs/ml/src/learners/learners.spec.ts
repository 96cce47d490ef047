import { describe, expect, it } from 'vitest';
import { encodeModel } from '../model/model-file.js';
import { lone } from '../parallel/lone.js';
import { createScorer } from '../scorers/create-scorer.js';
import { learnerOf, learners } from './catalogue.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import {
  outputsOf,
  type FitNotes,
  type Learner,
  type Parameters,
  type TrainingSet,
} from './learner.js';
import { features, mixedSet } from './training-sets.fixture.js';

const fit = (learner: Learner, set: TrainingSet, more: Parameters = {}, seed = 3) =>
  learner.fit(set, { parameters: { ...learner.defaults, ...more }, seed, crew: lone });

const answersOf = (learner: Learner, set: TrainingSet, more: Parameters = {}) =>
  createScorer(fit(learner, set, more), { features, outputs: outputsOf(set.target) })(set.table);

const bytesOf = (learner: Learner, set: TrainingSet, seed: number) =>
  encodeModel({
    algorithm: learner.algorithm,
    task: set.target.kind === 'quantity' ? 'regression' : 'multiclass',
    target: 'y',
    classes:
      set.target.kind === 'quantity'
        ? []
        : Array.from({ length: outputsOf(set.target) }, (_, code) => String(code)),
    features,
    scorer: fit(learner, set, {}, seed),
  });

/** The set with its rows in another order. */
function permuted(set: TrainingSet, order: readonly number[]): TrainingSet {
  const { columns, values } = set.table;
  const rows = order.flatMap((row) => [...values.subarray(row * columns, (row + 1) * columns)]);
  const of = <Values extends Int32Array | Float64Array>(from: Values): Values =>
    from.map((_, index) => from[order[index] ?? 0] ?? 0) as Values;
  const { target } = set;
  return {
    ...set,
    table: { ...set.table, values: Float64Array.from(rows) },
    target:
      target.kind === 'classes'
        ? { ...target, codes: of(target.codes) }
        : { ...target, values: of(target.values) },
  };
}

/** The nodes that a row passes, from the root to its leaf. */
function wayOf(trees: TreeArrays, { table }: TrainingSet, row: number, root: number): number[] {
  const way = [root];
  for (let node = root; (trees.features[node] ?? -1) >= 0; way.push(node)) {
    const feature = trees.features[node] ?? 0;
    const value = table.values[row * table.columns + feature] ?? Number.NaN;
    const threshold = trees.thresholds[node] ?? 0;
    const goesLeft = Number.isNaN(value)
      ? trees.missingLeft[node] === 1
      : features[feature]?.kind === 'numeric'
        ? value <= threshold
        : (((trees.sets[threshold * 8] ?? 0) >> value) & 1) === 1;
    node = (trees.children[node] ?? 0) + (goesLeft ? 0 : 1);
  }
  return way;
}

const classifiers = learners.filter(({ tasks }) => tasks.includes('multiclass'));
const regressors = learners.filter(({ tasks }) => tasks.includes('regression'));
const named = (list: readonly Learner[]) =>
  list.map((learner) => [learner.algorithm, learner] as const);

describe.each([2, 3])('learners of %s classes', (classCount) => {
  const set = mixedSet('classes', { classCount });
  const { codes } = set.target as { codes: Int32Array };

  it.each(named(classifiers))('%s gives probabilities, each row summing to 1', (_, learner) => {
    const answers = answersOf(learner, set);
    for (let row = 0; row < set.table.rows; row++) {
      const own = [...answers.subarray(row * classCount, (row + 1) * classCount)];
      expect(own.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  });

  it.each(named(classifiers.filter(({ algorithm }) => algorithm !== 'baseline')))(
    '%s tells the classes of most rows, gaps and empty columns notwithstanding',
    (_, learner) => {
      const answers = answersOf(learner, set);
      const right = codes.filter((code, row) => {
        const own = [...answers.subarray(row * classCount, (row + 1) * classCount)];
        return own.indexOf(Math.max(...own)) === code;
      });
      expect(right.length / codes.length).toBeGreaterThan(0.7);
    },
  );

  it.each(named(classifiers))('%s makes the same bytes of the same seed', (_, learner) => {
    expect(bytesOf(learner, set, 5)).toEqual(bytesOf(learner, set, 5));
  });
});

describe('learners of quantities', () => {
  const set = mixedSet('quantity');
  const { values } = set.target as { values: Float64Array };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);

  it.each(named(regressors.filter(({ algorithm }) => algorithm !== 'baseline')))(
    '%s explains most of the variance',
    (_, learner) => {
      const answers = answersOf(learner, set);
      const left = values.reduce((sum, value, row) => sum + (value - (answers[row] ?? 0)) ** 2, 0);
      expect(1 - left / spread).toBeGreaterThan(0.6);
    },
  );

  it('have the mean to beat', () => {
    for (const answer of answersOf(learnerOf('baseline'), set)) expect(answer).toBeCloseTo(mean, 9);
  });
});

describe('trees', () => {
  const set = mixedSet('classes', { classCount: 2, rows: 200 });
  const order = Array.from({ length: 200 }, (_, row) => (row * 77) % 200);
  const whole = { sampling: 'all', featureShare: 1, trees: 3 };

  it.each([
    ['random-forest', whole],
    ['extra-trees', { featureShare: 1, trees: 3 }],
    ['gradient-boosting', {}],
  ])('of %s are the same function whatever the order of the rows', (algorithm, parameters) => {
    const answers = answersOf(learnerOf(algorithm), set, parameters);
    const others = answersOf(learnerOf(algorithm), permuted(set, order), parameters);
    order.forEach((row, index) => expect(others[index * 2]).toBeCloseTo(answers[row * 2] ?? 0, 9));
  });

  it.each([
    ['random-forest', { ...whole, classWeight: 'none' }],
    ['gradient-boosting', { iterations: 5 }],
    ['mljs-random-forest', { trees: 2 }],
  ])('of %s tell how many training rows pass each node', (algorithm, parameters) => {
    const state = fit(learnerOf(algorithm), set, parameters);
    if (state.kind !== 'forest' && state.kind !== 'boosted') throw new TypeError('No trees.');
    const passed = new Float32Array(state.covers.length);
    for (let row = 0; row < set.table.rows; row++) {
      for (const root of state.roots) {
        for (const node of wayOf(state, set, row, root)) passed[node] = (passed[node] ?? 0) + 1;
      }
    }
    expect(state.covers).toEqual(passed);
  });

  it('never lead to a leaf mixture less pure than their node: each split lowers Gini impurity', () => {
    const state = fit(learnerOf('random-forest'), set, whole);
    if (state.kind !== 'forest') throw new TypeError('A forest was expected.');
    const { codes } = set.target as { codes: Int32Array };
    const [root = 0] = state.roots;
    const rowsAt = new Map<number, number[]>([[root, [...codes.keys()]]]);
    const impurity = (rows: readonly number[]) => {
      const share = rows.filter((row) => codes[row] === 1).length / rows.length;
      return rows.length * 2 * share * (1 - share);
    };
    const ways = Array.from(codes, (_, row) => wayOf(state, set, row, root));
    for (const [node, rows] of rowsAt) {
      if ((state.features[node] ?? -1) < 0) continue;
      const left = state.children[node] ?? 0;
      const sides = [left, left + 1].map((child) =>
        rows.filter((row) => ways[row]?.includes(child)),
      );
      expect(sides.every((side) => side.length > 0)).toBe(true);
      const after = sides.reduce((sum, side) => sum + impurity(side), 0);
      expect(after).toBeLessThan(impurity(rows));
      sides.forEach((side, index) => rowsAt.set(left + index, side));
    }
  });
});

describe('what fits tell of themselves', () => {
  const notesOf = (algorithm: string, set: TrainingSet, more: Parameters = {}) => {
    const learner = learnerOf(algorithm);
    let notes: FitNotes = {};
    learner.fit(set, {
      parameters: { ...learner.defaults, ...more },
      seed: 3,
      crew: lone,
      onNotes: (told) => {
        notes = told;
      },
    });
    return notes;
  };
  const set = mixedSet('classes', { classCount: 2, rows: 600 });

  it('a forest scored out of bag comes near what it reaches on other rows', () => {
    const others = mixedSet('classes', { classCount: 2, rows: 600, seed: 2 });
    const { codes } = others.target as { codes: Int32Array };
    const learner = learnerOf('random-forest');
    const answers = createScorer(fit(learner, set), { features, outputs: 2 })(others.table);
    const right = codes.filter((code, row) => (answers[row * 2 + 1] ?? 0) > 0.5 === (code === 1));
    const { outOfBagScore = 0 } = notesOf('random-forest', set, { outOfBag: 'scored' });
    expect(Math.abs(outOfBagScore - right.length / codes.length)).toBeLessThan(0.04);
  });

  it('a forest of quantities scored out of bag explains less than it does of the rows it has seen', () => {
    const quantities = mixedSet('quantity', { rows: 300 });
    const { outOfBagScore = 0 } = notesOf('random-forest', quantities, { outOfBag: 'scored' });
    expect(outOfBagScore).toBeGreaterThan(0.6);
    expect(outOfBagScore).toBeLessThan(1);
  });

  it('trees that learned from every row have no score out of bag', () => {
    expect(notesOf('extra-trees', set, { outOfBag: 'scored' })).toEqual({});
  });

  it('logistic regression says whether it found the minimum, and in how many steps', () => {
    const { iterations = 0, ...found } = notesOf('logistic-regression', set, { l2: 1 });
    expect(found).toEqual({ converged: 1 });
    expect(iterations).toBeGreaterThan(0);
    const cut = notesOf('logistic-regression', set, { l2: 1, maxSteps: 1, tolerance: 1e-12 });
    expect(cut).toEqual({ converged: 0, iterations: 1 });
  });

  it('logistic regression says which penalty the rows chose, where that was left to them', () => {
    const { chosenL2 } = notesOf('logistic-regression', set, { l2: 'cross-validated' });
    expect(chosenL2).toBeGreaterThan(0);
  });

  it('boosting says how many iterations were kept', () => {
    const { iterations = 0 } = notesOf('gradient-boosting', set, {
      iterations: 400,
      validationShare: 0.25,
      learningRate: 0.3,
    });
    expect(iterations).toBeGreaterThan(0);
    expect(iterations).toBeLessThan(400);
  });
});

describe('class weights', () => {
  it.each(['logistic-regression', 'random-forest', 'gradient-boosting'])(
    'of %s give a rare class more room when balanced',
    (algorithm) => {
      const whole = mixedSet('classes', { classCount: 2, rows: 300 });
      const { codes } = whole.target as { codes: Int32Array };
      const kept = [...codes.keys()].filter((row) => codes[row] === 0 || row % 6 === 0);
      const { columns, values } = whole.table;
      const set: TrainingSet = {
        ...whole,
        table: {
          rows: kept.length,
          columns,
          values: Float64Array.from(
            kept.flatMap((row) => [...values.subarray(row * columns, (row + 1) * columns)]),
          ),
        },
        target: {
          kind: 'classes',
          classCount: 2,
          codes: Int32Array.from(kept, (row) => codes[row] ?? 0),
        },
        weights: new Float64Array(kept.length).fill(1),
      };
      const parameters: Parameters = algorithm === 'random-forest' ? { maxDepth: 2 } : { l2: 50 };
      const sumOfSecond = (classWeight: string) =>
        answersOf(learnerOf(algorithm), set, { ...parameters, classWeight }).reduce(
          (sum, share, at) => sum + (at % 2 === 1 ? share : 0),
          0,
        );
      expect(sumOfSecond('balanced')).toBeGreaterThan(1.2 * sumOfSecond('none'));
    },
  );
});

describe('early stopping', () => {
  it('keeps the iterations up to the best on rows set aside', () => {
    const set = mixedSet('classes', { classCount: 2, rows: 200 });
    const stopped = fit(learnerOf('gradient-boosting'), set, {
      iterations: 400,
      validationShare: 0.25,
      patience: 5,
      learningRate: 0.3,
    });
    if (stopped.kind !== 'boosted') throw new TypeError('Boosted trees were expected.');
    expect(stopped.roots.length).toBeLessThan(400);
    expect(stopped.roots.length).toBeGreaterThan(0);
  });
});

describe('parameters that cannot be', () => {
  it.each([
    ['random-forest', { trees: 0 }],
    ['random-forest', { trees: 1.5 }],
    ['random-forest', { sampling: 'some' }],
    ['gradient-boosting', { learningRate: -1 }],
    ['gradient-boosting', { rowShare: 2 }],
    ['logistic-regression', { l2: Number.NaN }],
    ['logistic-regression', { l2: 'guessed' }],
    ['k-nearest-neighbours', { neighbours: 0 }],
  ])('of %s are refused by name: %j', (algorithm, parameters) => {
    const [name = ''] = Object.keys(parameters);
    expect(() => fit(learnerOf(algorithm), mixedSet('classes'), parameters)).toThrow(name);
  });
});
