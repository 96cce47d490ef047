import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCsv, type Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import { fitStack } from '../ensemble/fit-stack.js';
import { learnerOf, learners } from '../learners/catalogue.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { readTarget } from '../target/learned-target.js';
import { decidedClasses } from '../threshold/decided-classes.js';
import { exportOnnx, onnxOutputs, type OnnxSource } from './export-onnx.js';
import { runOnnx } from './onnx-runtime.fixture.js';
import { fitEverySecond, fitFirstHalf } from './wild-models.fixture.js';
import { wildTable } from './wild-table.fixture.js';

/** Rounding of doubles, no more. */
const tolerance = 1e-12;

/** Scores every row here and in ONNX Runtime. */
async function expectSameAnswers(model: OnnxSource, frame: Frame): Promise<void> {
  const { features, classes, scorer, threshold } = model;
  const outputs = Math.max(1, classes.length);
  const own = createScorer(scorer, { features, outputs })(encodeFrame(features, frame));
  const names = onnxOutputs(model);
  const told = await runOnnx(exportOnnx(model).bytes, features, frame);
  const columns = names.kind === 'classes' ? names.probabilities : [names.prediction];
  columns.forEach((name, output) => {
    const largest = Array.from({ length: frame.rowCount }, (_, row) => {
      const value = own[row * outputs + output] ?? Number.NaN;
      return Math.abs(Number(told[name]?.[row]) - value) / Math.max(1, Math.abs(value));
    }).reduce((a, b) => (b <= a ? a : b), 0);
    expect(largest).toBeLessThan(tolerance);
  });
  if (names.kind === 'classes') {
    const labels = Array.from(decidedClasses(own, outputs, threshold), (code) => classes[code]);
    expect(told[names.label]).toEqual(labels);
  }
}

const classifiers = learners.filter(({ tasks }) => tasks.includes('binary'));
const regressors = learners.filter(({ tasks }) => tasks.includes('regression'));

describe.each([2, 3, 5])('a model of %i classes answers in ONNX Runtime as here', (classCount) => {
  const frame = wildTable({ classCount, seed: classCount });

  it.each(classifiers.map((learner) => [learner.algorithm, learner] as const))(
    '%s',
    async (_, learner) => {
      await expectSameAnswers(fitFirstHalf(frame, learner, 'target'), frame);
    },
  );

  it('a blend of every algorithm, some calibrated', async () => {
    const models = classifiers.map((learner) => fitFirstHalf(frame, learner, 'target'));
    const [first] = models;
    if (!first) throw new Error('There are no algorithms.');
    const members = models.map(({ scorer }, index): ScorerState =>
      index % 3 === 0
        ? scorer
        : index % 3 === 1
          ? calibrated(scorer, classCount)
          : plattCalibrated(scorer, classCount),
    );
    const weights = Float64Array.from(members, (_, index) => 1 + index / 3);
    await expectSameAnswers({ ...first, scorer: { kind: 'blend', weights, members } }, frame);
  });
});

describe.each([2, 3])('a stack of models of %i classes', (classCount) => {
  it('answers in ONNX Runtime as here', async () => {
    const frame = wildTable({ classCount, seed: 5 });
    const models = ['logistic-regression', 'gradient-boosting', 'naive-bayes'].map((algorithm) =>
      fitFirstHalf(frame, learnerOf(algorithm), 'target'),
    );
    const [first] = models;
    if (!first) throw new Error('There are no algorithms.');
    const members = models.map(({ scorer }) => scorer);
    const table = encodeFrame(first.features, frame);
    const shape = { features: first.features, outputs: classCount };
    const learned = readTarget(frame, 'target');
    if (learned.kind !== 'classes') throw new Error('These are classes.');
    const codes = learned.codes.map((code) => Math.max(0, code));
    const combiner = fitStack(
      members.map((member) => createScorer(member, shape)(table)),
      { kind: 'classes', codes, classCount },
    );
    await expectSameAnswers({ ...first, scorer: { kind: 'stacked', members, combiner } }, frame);
  });
});

describe('a model of two classes with a threshold', () => {
  it('decides in ONNX Runtime as here', async () => {
    const frame = wildTable({ classCount: 2, seed: 4 });
    const model = fitFirstHalf(frame, learnerOf('gradient-boosting'), 'target');
    await expectSameAnswers({ ...model, threshold: 0.2 }, frame);
    await expectSameAnswers({ ...model, threshold: 0.9 }, frame);
  });
});

describe.each([
  ['breast-cancer', 'diagnosis'],
  ['penguins', 'species'],
  ['iris', 'species'],
])('a model of the sample %s answers in ONNX Runtime as here', (name, target) => {
  const frame = parseCsv(readFileSync(new URL(`../../../../samples/${name}.csv`, import.meta.url)));

  it.each(classifiers.map((learner) => [learner.algorithm, learner] as const))(
    '%s',
    async (_, learner) => {
      await expectSameAnswers(fitEverySecond(frame, learner, target), frame);
    },
  );
});

describe('a model of a quantity answers in ONNX Runtime as here', () => {
  const frame = wildTable({ seed: 9 });

  it.each(regressors.map((learner) => [learner.algorithm, learner] as const))(
    '%s',
    async (_, learner) => {
      await expectSameAnswers(fitFirstHalf(frame, learner, 'mean radius (mm)'), frame);
    },
  );
});

function plattCalibrated(member: ScorerState, classCount: number): ScorerState {
  const each = Float64Array.from({ length: classCount }, (_, code) => code + 1);
  const slopes = each.map((number) => 1.5 / number);
  return { kind: 'platt', member, slopes, offsets: each.map((number) => 0.2 - number / 10) };
}

/** Knots of each class: a step, a slope and a level; of the first class, one knot alone. */
function calibrated(member: ScorerState, classCount: number): ScorerState {
  const x = [0.4];
  const y = [0.3];
  const knotsFrom = [0, 1];
  for (let code = 1; code < classCount; code++) {
    x.push(0.05, 0.2, 0.2, 0.7, 0.9);
    y.push(0, 0.1, 0.25, 0.6, 0.6);
    knotsFrom.push(x.length);
  }
  return {
    kind: 'calibrated',
    member,
    knotsFrom: Int32Array.from(knotsFrom),
    x: Float64Array.from(x),
    y: Float64Array.from(y),
  };
}
