import { columnByName, decodeFrame, isMissing, type Column } from '@millrace/frame';
import { encodeSharedModel } from '../model/model-file.js';
import type { CalibrationChoice } from '../calibration/choose-calibration.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { signatureOf, type ModelSignature } from '../model/signature.js';
import type { InputExample, RefitResult, RefitTask } from './candidate-task.js';
import { describeHoldout } from './describe-holdout.js';
import { evaluateAnswers } from './evaluate-answers.js';
import { explainPipeline } from './explain-pipeline.js';
import { fitMembers } from './fit-members.js';
import { answerRows } from './fit-pipeline.js';
import { learningCurve } from './learning-curve.js';
import { answersPerRow, taskOf, type LearnedTarget } from '../target/learned-target.js';
import { trainingData, type TrainingData } from './training-data.js';
import { tuneCandidate } from './tune-candidate.js';
import type { Decision, TunedDecision } from './tune-decision.js';
import type { Workplace } from './workplace.js';
import { TrainingDataError } from './training-data-error.js';

/** Up to so many rows a candidate is fitted once more: what a fifth more of many rows would teach is not worth the time. */
const mostRowsFittedAgain = 20_000;

/**
 * Fits the members of a candidate on all training rows and scores it on the rows that were set aside; then, where rows are
 * few, fits it once more to all of them. What was learned of how its answers are put right stays as it was.
 * @throws TrainingDataError
 */
export function refitCandidate(task: RefitTask, { crew, now }: Workplace): RefitResult {
  const { target, algorithm, members } = task;
  const data = trainingData(decodeFrame(task.frame), task);
  const { learned, train, holdout } = data;
  if (holdout.length === 0) throw new TrainingDataError('There are too few rows to set any aside.');
  const { combiner, decision } = tuneCandidate(data, task);
  const composition = { members, combiner };
  const threshold = decision?.threshold?.threshold;
  const common = { task: taskOf(learned), target, ...(threshold !== undefined && { threshold }) };
  const fit = (rows: Uint32Array) => {
    const fitted = fitMembers({ ...data, rows, ...composition, crew });
    const { features } = fitted;
    const pipeline = { ...fitted, scorer: calibrated(fitted.scorer, decision?.choice) };
    const about = { ...common, classes: knownClasses(learned, fitted.known) };
    return {
      pipeline,
      signature: signatureOf(features, about),
      model: encodeSharedModel({ algorithm, ...about, features, scorer: pipeline.scorer }),
    };
  };
  const scored = fit(train);
  const last =
    train.length + holdout.length <= mostRowsFittedAgain
      ? fit(Uint32Array.of(...train, ...holdout).sort())
      : scored;
  const { pipeline, signature } = scored;
  const answers = answerRows(pipeline, data.frame, holdout, answersPerRow(learned));
  const explanation = explainPipeline(data, pipeline, { ...common, metric: task.metric, now });
  return {
    kind: 'refit',
    model: last.model,
    ...(last !== scored && { scored: scored.model }),
    holdout: evaluateAnswers(learned, holdout, answers, threshold),
    details: describeHoldout(
      { learned, rows: holdout, answers, threshold, seed: data.seed },
      inputColumns(signature, data),
      learningCurve(data, composition, crew),
    ),
    ...(decision && { decision: told(decision) }),
    ...(explanation && { explanation }),
    signature: last.signature,
    inputExample: inputExampleOf(last.signature, data),
  };
}

function calibrated(scorer: ScorerState, choice: CalibrationChoice | undefined): ScorerState {
  return choice?.calibration ? { ...choice.calibration, member: scorer } : scorer;
}

function told({ calibration, threshold }: TunedDecision): Decision {
  return { calibration, ...(threshold && { threshold }) };
}

function inputColumns({ inputs }: ModelSignature, { frame }: TrainingData): Column[] {
  return inputs.flatMap(({ name }) => columnByName(frame, name) ?? []);
}

/**
 * The classes that training rows have: all, but where groups or times keep some to the holdout.
 * @throws TrainingDataError when there is one only
 */
function knownClasses(learned: LearnedTarget, known: Int32Array): string[] {
  if (learned.kind === 'quantities') return [];
  const classes = Array.from(known, (code) => learned.labels[code] ?? '');
  if (classes.length > 1) return classes;
  throw new TrainingDataError(
    `All training rows are of the class ${JSON.stringify(classes[0])}: the others are all held out.`,
  );
}

/** So many rows are looked through for an example. */
const mostRowsSeen = 1000;

/** The first row that has most of its values: an example with gaps shows little. */
function inputExampleOf({ inputs }: ModelSignature, { frame, train }: TrainingData): InputExample {
  const columns = inputs.map(({ name }) => columnByName(frame, name));
  const valuesOf = (row: number) =>
    columns.map((column) => (column && !isMissing(column, row) ? valueOf(column, row) : null));
  let best = valuesOf(train[0] ?? 0);
  for (const row of train.subarray(1, mostRowsSeen)) {
    if (!best.includes(null)) break;
    const values = valuesOf(row);
    if (gapsIn(values) < gapsIn(best)) best = values;
  }
  return Object.fromEntries(inputs.map(({ name }, index) => [name, best[index] ?? null]));
}

function gapsIn(values: readonly unknown[]): number {
  return values.filter((value) => value === null).length;
}

function valueOf(column: Column, row: number): string | number | boolean | null {
  if (column.kind === 'numeric') {
    const value = column.values[row] ?? Number.NaN;
    // JSON has no infinities.
    return Number.isFinite(value) ? value : null;
  }
  const category = column.categories[column.codes[row] ?? -1] ?? '';
  return column.type === 'boolean' ? category === 'true' : category;
}
