import { columnByName, decodeFrame, isMissing, type Column } from '@millrace/frame';
import { learnerOf } from '../learners/catalogue.js';
import { encodeModel } from '../model/model-file.js';
import type { Crew } from '../parallel/crew.js';
import { signatureOf, type ModelSignature } from '../model/signature.js';
import type { InputExample, RefitResult, RefitTask } from './candidate-task.js';
import { evaluateAnswers } from './evaluate-answers.js';
import { answerRows, fitPipeline } from './fit-pipeline.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { answersPerRow, taskOf } from '../target/learned-target.js';
import { trainingData, type TrainingData } from './training-data.js';
import { TrainingDataError } from './training-data-error.js';

/**
 * Fits the members of a candidate on all training rows and scores it on the rows that were set aside.
 * @throws TrainingDataError
 */
export function refitCandidate(task: RefitTask, crew: Crew): RefitResult {
  const { target, algorithm, members } = task;
  const data = trainingData(decodeFrame(task.frame), task);
  const { learned, train, holdout } = data;
  if (holdout.length === 0) throw new TrainingDataError('There are too few rows to set any aside.');
  const fitted = members.map(({ algorithm: name, parameters }) =>
    fitPipeline({ ...data, rows: train, learner: learnerOf(name), parameters, crew }),
  );
  const [first] = fitted;
  if (!first) throw new RangeError('There is nothing to fit.');
  const scorer: ScorerState =
    fitted.length === 1
      ? first.scorer
      : {
          kind: 'blend',
          weights: Float64Array.from(members, ({ weight }) => weight),
          members: fitted.map((member) => member.scorer),
        };
  // The features are learned from the same rows by every member: they are the same.
  const pipeline = { ...first, scorer };
  const answers = answerRows(pipeline, data.frame, holdout, answersPerRow(learned));
  const about = {
    task: taskOf(learned),
    target,
    classes: learned.kind === 'classes' ? learned.labels : [],
  };
  const { features } = pipeline;
  const signature = signatureOf(features, about);
  return {
    kind: 'refit',
    model: encodeModel({ algorithm, ...about, features, scorer }),
    holdout: evaluateAnswers(learned, holdout, answers),
    signature,
    inputExample: inputExampleOf(signature, data),
  };
}

function inputExampleOf({ inputs }: ModelSignature, { frame, train }: TrainingData): InputExample {
  const row = train[0] ?? 0;
  return Object.fromEntries(
    inputs.map(({ name }) => {
      const column = columnByName(frame, name);
      return [name, column && !isMissing(column, row) ? valueOf(column, row) : null];
    }),
  );
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
