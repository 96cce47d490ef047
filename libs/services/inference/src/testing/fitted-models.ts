import {
  createRandom,
  encodeModel,
  learnerOf,
  lone,
  type ModelState,
  type ScorerState,
  type TrainingSet,
} from '@millrace/ml';

const features: ModelState['features'] = [
  { kind: 'numeric', name: 'a', type: 'number', missing: true },
  { kind: 'categorical', name: 'b', type: 'string', missing: true, categories: ['p', 'q', 'r'] },
  { kind: 'numeric', name: 'c', type: 'number', missing: true },
];
const classes = ['high', 'low', 'middle'];
const rows = 120;

/** A model file that this learner made of numbers `a` and `c` and a category `b`. */
export function fittedModel(algorithm: string, task: ModelState['task']): Uint8Array {
  return modelFile(algorithm, task, fittedScorer(algorithm, task));
}

/** The same of boosted trees and nearest neighbours together. */
export function blendedModel(task: ModelState['task']): Uint8Array {
  const members = ['gradient-boosting', 'k-nearest-neighbours'].map((algorithm) =>
    fittedScorer(algorithm, task),
  );
  return modelFile('ensemble', task, { kind: 'blend', weights: Float64Array.of(2, 1), members });
}

function fittedScorer(algorithm: string, task: ModelState['task']): ScorerState {
  const learner = learnerOf(algorithm);
  const { defaults } = learner;
  const parameters = 'trees' in defaults ? { ...defaults, trees: 8 } : defaults;
  return learner.fit(trainingSet(task), { parameters, seed: 1, crew: lone });
}

function modelFile(algorithm: string, task: ModelState['task'], scorer: ScorerState): Uint8Array {
  return encodeModel({
    algorithm,
    task,
    target: 'price',
    classes: task === 'regression' ? [] : classes.slice(0, task === 'binary' ? 2 : 3),
    features,
    scorer,
  });
}

function trainingSet(task: ModelState['task']): TrainingSet {
  const random = createRandom(7);
  const values = new Float64Array(rows * features.length);
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b, c] = [random.next() * 10 - 5, random.integer(3), random.next()];
    scores[row] = a + (b === 2 ? 6 : 0) + (c > 0.5 ? 2 : 0);
    values.set([random.integer(9) === 0 ? Number.NaN : a, b, c], row * features.length);
  }
  const classCount = task === 'binary' ? 2 : 3;
  return {
    features,
    table: { rows, columns: features.length, values },
    target:
      task === 'regression'
        ? { kind: 'quantity', values: scores }
        : {
            kind: 'classes',
            classCount,
            codes: Int32Array.from(scores, (score) =>
              Math.min(classCount - 1, score < 0 ? 0 : score < 4 ? 1 : 2),
            ),
          },
    weights: new Float64Array(rows).fill(1),
  };
}
