import { describe, expect, it } from 'vitest';
import { fitStack } from '../ensemble/fit-stack.js';
import { learnerOf, learners } from '../learners/catalogue.js';
import { outputsOf, type Learner, type TrainingSet } from '../learners/learner.js';
import { features, mixedSet } from '../learners/training-sets.fixture.js';
import { lone } from '../parallel/lone.js';
import { applyLink } from '../scorers/link.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { createExplainer } from './create-explainer.js';
import { contributionsOf, type Explainer } from './explainer.js';

const columns = features.length;

function fit(learner: Learner, set: TrainingSet): ScorerState {
  return learner.fit(set, { parameters: learner.defaults, seed: 3, crew: lone });
}

function explainerOf(state: ScorerState, set: TrainingSet): Explainer {
  return createExplainer(state, { features, outputs: outputsOf(set.target) });
}

/** Base values and contributions of each row added up: rows x scores. */
function scoresOf(explainer: Explainer, { table }: TrainingSet): Float64Array {
  const { baseValues } = explainer;
  const contributions = contributionsOf(explainer, table);
  return Float64Array.from({ length: table.rows * baseValues.length }, (_, at) =>
    contributions
      .subarray(at * columns, (at + 1) * columns)
      .reduce((sum, value) => sum + value, baseValues[at % baseValues.length] ?? 0),
  );
}

/** What the scores say in terms of the answers. */
function answersOf(explainer: Explainer, scores: Float64Array, outputs: number): Float64Array {
  if (explainer.scale === 'value' || explainer.scale === 'probability') return scores;
  const width = explainer.baseValues.length;
  const rows = scores.length / width;
  const answers = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const link = explainer.scale === 'log-odds' ? 'logistic' : 'softmax';
    applyLink(link, scores.subarray(row * width, (row + 1) * width), answers, row * outputs);
  }
  return answers;
}

const explained = learners.filter(
  // Its scores are for each class against the rest, which no softmax brings together.
  ({ algorithm }) => algorithm !== 'mljs-logistic-regression',
);

describe.each([
  ['two classes', mixedSet('classes', { classCount: 2 }), 'binary'],
  ['three classes', mixedSet('classes', { classCount: 3 }), 'multiclass'],
  ['quantities', mixedSet('quantity'), 'regression'],
] as const)('contributions to what models of %s say', (_, set, task) => {
  const outputs = outputsOf(set.target);
  const able = explained.filter(({ tasks }) => tasks.includes(task));

  it.each(able.map((each) => [each.algorithm, each] as const))(
    '%s: base value and contributions are the answer',
    (_, learner) => {
      const state = fit(learner, set);
      const explainer = explainerOf(state, set);
      const bent = learner.algorithm === 'multilayer-perceptron';
      expect(explainer.method).toBe(bent ? 'rescaled' : 'exact');
      const answers = createScorer(state, { features, outputs })(set.table);
      answersOf(explainer, scoresOf(explainer, set), outputs).forEach((answer, at) => {
        expect(answer).toBeCloseTo(answers[at] ?? 0, 9);
      });
    },
  );
});

describe('contributions of linear models', () => {
  const set = mixedSet('classes', { classCount: 2 });
  const explainer = explainerOf(fit(learnerOf('logistic-regression'), set), set);
  const contributions = contributionsOf(explainer, set.table);

  it('are on average nothing, over the training rows: they are held against them', () => {
    for (let column = 0; column < columns; column++) {
      const own = contributions.filter((_, at) => at % columns === column);
      expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(0, 9);
    }
  });

  it('are one number for a category with all its levels, and for a missing value', () => {
    const ofCategory = new Map<string, Set<string>>();
    for (let row = 0; row < set.table.rows; row++) {
      const value = String(set.table.values[row * columns + 1]);
      const told = ofCategory.get(value) ?? new Set();
      ofCategory.set(value, told.add((contributions[row * columns + 1] ?? 0).toFixed(9)));
    }
    expect([...ofCategory.keys()].sort()).toEqual(['0', '1', '2', '3', 'NaN']);
    for (const told of ofCategory.values()) expect(told.size).toBe(1);
  });
});

describe('contributions of naive Bayes', () => {
  it('are nothing for what is not known, and the class shares stay', () => {
    const set = mixedSet('classes', { classCount: 3 });
    const explainer = explainerOf(fit(learnerOf('naive-bayes'), set), set);
    const nothing = { rows: 1, columns, values: new Float64Array(columns).fill(Number.NaN) };
    expect(explainer.reference).toBe('nothing-known');
    expect([...contributionsOf(explainer, nothing)].every((value) => value === 0)).toBe(true);
  });
});

describe('ensembles', () => {
  const set = mixedSet('classes', { classCount: 3 });
  const outputs = 3;
  const blendOf = (...algorithms: string[]): ScorerState => ({
    kind: 'blend',
    weights: Float64Array.from(algorithms, (_, index) => index + 1),
    members: algorithms.map((algorithm) => fit(learnerOf(algorithm), set)),
  });

  it.each([
    ['exact', ['random-forest', 'baseline']],
    [
      'rescaled',
      [
        'random-forest',
        'gradient-boosting',
        'multilayer-perceptron',
        'naive-bayes',
        'mljs-logistic-regression',
      ],
    ],
  ] as const)('are sums of their members: %s where %s are', (method, algorithms) => {
    const state = blendOf(...algorithms);
    const explainer = explainerOf(state, set);
    expect([explainer.method, explainer.scale]).toEqual([method, 'probability']);
    const answers = createScorer(state, { features, outputs })(set.table);
    scoresOf(explainer, set).forEach((answer, at) => {
      expect(answer).toBeCloseTo(answers[at] ?? 0, 9);
    });
  });

  it('of two classes give the second what they take from the first', () => {
    const two = mixedSet('classes', { classCount: 2 });
    const members = ['gradient-boosting', 'logistic-regression'].map((algorithm) =>
      fit(learnerOf(algorithm), two),
    );
    const explainer = explainerOf({ kind: 'blend', weights: Float64Array.of(1, 1), members }, two);
    const contributions = contributionsOf(explainer, two.table);
    contributions.forEach((value, at) => {
      if (at % (2 * columns) >= columns) return;
      expect(value).toBeCloseTo(-(contributions[at + columns] ?? 0), 9);
    });
  });

  it.each(['classes', 'quantity'] as const)(
    'that are stacked are sums of what their members add: %s',
    (kind) => {
      for (const classCount of kind === 'classes' ? [2, 3] : [1]) {
        const learned = mixedSet(kind, { classCount: Math.max(2, classCount) });
        const names =
          kind === 'classes'
            ? ['random-forest', 'gradient-boosting', 'naive-bayes', 'logistic-regression']
            : ['random-forest', 'gradient-boosting', 'linear-regression'];
        const shape = { features, outputs: outputsOf(learned.target) };
        const members = names.map((algorithm) => fit(learnerOf(algorithm), learned));
        const said = members.map((member) => createScorer(member, shape)(learned.table));
        const combiner = fitStack(said, learned.target);
        const state: ScorerState = { kind: 'stacked', members, combiner };
        const explainer = explainerOf(state, learned);
        expect(explainer.method).toBe(kind === 'classes' ? 'rescaled' : 'exact');
        const answers = createScorer(state, shape)(learned.table);
        answersOf(explainer, scoresOf(explainer, learned), shape.outputs).forEach((answer, at) => {
          expect(answer).toBeCloseTo(answers[at] ?? 0, 7);
        });
      }
    },
  );

  it('have members that are explained by their training rows', () => {
    const explainer = explainerOf(blendOf('naive-bayes', 'k-nearest-neighbours'), set);
    const { background } = explainerOf(fit(learnerOf('k-nearest-neighbours'), set), set);
    expect(explainer).toMatchObject({ method: 'rescaled', background });
    const answers = createScorer(blendOf('naive-bayes', 'k-nearest-neighbours'), {
      features,
      outputs,
    })(set.table);
    scoresOf(explainer, set).forEach((answer, at) => {
      expect(answer).toBeCloseTo(answers[at] ?? 0, 9);
    });
  });
});

describe('calibrated models', () => {
  it('are explained as they were before, and say so', () => {
    const set = mixedSet('classes', { classCount: 2 });
    const member = fit(learnerOf('gradient-boosting'), set);
    const state: ScorerState = {
      kind: 'calibrated',
      member,
      knotsFrom: Int32Array.of(0, 2, 4),
      x: Float64Array.of(0, 1, 0, 1),
      y: Float64Array.of(0.1, 0.9, 0.1, 0.9),
    };
    const explainer = explainerOf(state, set);
    expect(explainer.calibratedAfterwards).toBe(true);
    expect(contributionsOf(explainer, set.table)).toEqual(
      contributionsOf(explainerOf(member, set), set.table),
    );
  });

  it.each([2, 3])(
    'are explained as they are where they are members of an ensemble: %i classes',
    (classCount) => {
      const set = mixedSet('classes', { classCount });
      const knots = Array.from({ length: classCount }, () => [0, 0.3, 1]);
      const calibrated = (member: ScorerState): ScorerState => ({
        kind: 'calibrated',
        member,
        knotsFrom: Int32Array.from({ length: classCount + 1 }, (_, at) => 3 * at),
        x: Float64Array.from(knots.flat()),
        y: Float64Array.from(knots.flatMap(() => [0.1, 0.6, 0.8])),
      });
      const state: ScorerState = {
        kind: 'blend',
        weights: Float64Array.of(1, 2, 1),
        members: [
          calibrated(fit(learnerOf('gradient-boosting'), set)),
          {
            kind: 'platt',
            member: fit(learnerOf('k-nearest-neighbours'), set),
            slopes: new Float64Array(classCount).fill(0.7),
            offsets: new Float64Array(classCount).fill(-0.2),
          },
          calibrated({ kind: 'prior', prior: new Float64Array(classCount).fill(1 / classCount) }),
        ],
      };
      const explainer = explainerOf(state, set);
      expect(explainer).toMatchObject({ method: 'rescaled', calibratedAfterwards: false });
      const answers = createScorer(state, { features, outputs: classCount })(set.table);
      scoresOf(explainer, set).forEach((answer, at) => {
        expect(answer).toBeCloseTo(answers[at] ?? 0, 9);
      });
    },
  );
});
