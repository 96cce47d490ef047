import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFrame, encodeFrame, type Frame } from '@millrace/frame';
import {
  decodeModel,
  encodeModel,
  learnerOf,
  lone,
  type Parameters,
  type ScorerState,
} from '@millrace/ml';
import { readTarget } from '../../../libs/ml/src/target/learned-target.js';
import { fitPipeline } from '../../../libs/ml/src/training/fit-pipeline.js';
import {
  mixedQuantities,
  mixedTable,
} from '../../../libs/ml/src/training/mixed-table.fixture.js';

const [, , folder = '.'] = process.argv;
mkdirSync(folder, { recursive: true });

/** Rows that all files are asked about: gaps, infinite values and categories among them. */
const rowsFile = join(folder, 'rows.frame');
if (!existsSync(rowsFile)) writeFileSync(rowsFile, encodeFrame(mixedTable(24, 7)));
const asked = decodeFrame(readFileSync(rowsFile));

const classes = mixedTable(60);
const quantities = mixedQuantities(60);

interface Made {
  readonly state: ScorerState;
  readonly frame: Frame;
  readonly target: string;
  readonly threshold?: number;
}

function fit(frame: Frame, target: string, algorithm: string, parameters: Parameters = {}) {
  const learner = learnerOf(algorithm);
  const learned = readTarget(frame, target);
  const { features, scorer } = fitPipeline({
    frame,
    apart: new Set([target]),
    learned,
    rows: Uint32Array.from({ length: frame.rowCount }, (_, row) => row).filter(
      (row) => learned.kind === 'classes' || !Number.isNaN(learned.values[row]),
    ),
    learner,
    parameters: { ...learner.defaults, ...parameters },
    seed: 5,
    crew: lone,
  });
  return { learned, features, scorer };
}

const ofClasses = (algorithm: string, parameters?: Parameters): Made => ({
  state: fit(classes, 'label', algorithm, parameters).scorer,
  frame: classes,
  target: 'label',
});
const ofQuantities = (algorithm: string, parameters?: Parameters): Made => ({
  state: fit(quantities, 'price', algorithm, parameters).scorer,
  frame: quantities,
  target: 'price',
});
const forest = ofClasses('random-forest', { trees: 5 });
const linear = ofClasses('logistic-regression');

const files: Readonly<Record<string, Made>> = {
  prior: ofClasses('baseline'),
  linear,
  'linear-of-quantities': ofQuantities('linear-regression'),
  forest,
  'forest-of-quantities': ofQuantities('random-forest', { trees: 5 }),
  boosted: ofClasses('gradient-boosting', { iterations: 10 }),
  'boosted-of-quantities': ofQuantities('gradient-boosting', { iterations: 10 }),
  'naive-bayes': { ...ofClasses('naive-bayes'), threshold: 0.3 },
  neighbours: ofClasses('k-nearest-neighbours'),
  network: ofClasses('multilayer-perceptron', { networks: 2, units: 4 }),
  calibrated: {
    ...forest,
    state: {
      kind: 'calibrated',
      member: forest.state,
      knotsFrom: Int32Array.of(0, 2, 4),
      x: Float64Array.of(0, 1, 0.25, 0.75),
      y: Float64Array.of(0.1, 0.9, 0.05, 0.95),
    },
  },
  platt: {
    ...linear,
    state: {
      kind: 'platt',
      member: linear.state,
      slopes: Float64Array.of(0.8, 0.9),
      offsets: Float64Array.of(0.1, -0.2),
    },
  },
  stacked: {
    ...forest,
    state: {
      kind: 'stacked',
      members: [forest.state, linear.state],
      combiner: {
        kind: 'linear',
        link: 'logistic',
        intercepts: Float64Array.of(0.1),
        weights: Float64Array.of(0.7, 0, 0.4, 0),
        means: Float64Array.of(0, 0),
      },
    },
  },
  blend: {
    ...forest,
    state: {
      kind: 'blend',
      weights: Float64Array.of(1, 3),
      members: [forest.state, linear.state],
    },
  },
};

const answersFile = join(folder, 'answers.json');
const answers = (
  existsSync(answersFile) ? JSON.parse(readFileSync(answersFile, 'utf8')) : {}
) as Record<string, { kind: string; answers: number[]; classes?: number[] }>;
for (const [name, { state, frame, target, threshold }] of Object.entries(files)) {
  const file = join(folder, `${name}.millrace`);
  if (existsSync(file)) continue;
  const { learned, features } = fit(frame, target, 'baseline');
  const bytes = encodeModel({
    algorithm: name,
    task: learned.kind === 'classes' ? 'binary' : 'regression',
    target,
    classes: learned.kind === 'classes' ? learned.labels : [],
    features,
    scorer: state,
    ...(threshold !== undefined && { threshold }),
  });
  writeFileSync(file, bytes);
  const said = decodeModel(bytes).predict(asked);
  answers[name] =
    said.kind === 'classes'
      ? { kind: state.kind, answers: [...said.probabilities], classes: [...said.classes] }
      : { kind: state.kind, answers: [...said.values] };
}
writeFileSync(answersFile, `${JSON.stringify(answers, null, 2)}\n`);
