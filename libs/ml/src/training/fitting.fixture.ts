import { encodeFrame, selectRows, type Frame } from '@millrace/frame';
import { learnerOf } from '../learners/catalogue.js';
import { decodeModel } from '../model/model-file.js';
import type { Model } from '../model/model.js';
import type { RefitResult, ValidationResult } from './candidate-task.js';
import { runCandidateTask } from './run-candidate-task.js';

export const target = 'label';
export const seed = 3;

/** Refits an algorithm with its usual parameters. */
export function refit(frame: Frame, algorithm: string, learned = target): RefitResult {
  const { defaults: parameters } = learnerOf(algorithm);
  return runCandidateTask({
    kind: 'refit',
    frame: encodeFrame(frame),
    target: learned,
    algorithm,
    members: [{ algorithm, parameters, weight: 1 }],
    seed,
    metric: 'f1',
    folds: 3,
  }) as RefitResult;
}

/** The model that the figures of a refit are of. */
export function scoredModel({ scored, model }: RefitResult): Model {
  return decodeModel(scored ?? model);
}

/** Validates an algorithm with its usual parameters on three folds. */
export function validate(frame: Frame, algorithm: string, more: object = {}): ValidationResult {
  return runCandidateTask({
    kind: 'validate',
    frame: encodeFrame(frame),
    target,
    algorithm,
    seed,
    folds: 3,
    ...more,
  }) as ValidationResult;
}

/** The table with its target replaced. */
export function withLabels(frame: Frame, labels: readonly (string | null)[]): Frame {
  const categories = [...new Set(labels.filter((label) => label !== null))];
  return {
    rowCount: labels.length,
    columns: selectRows(frame, Uint32Array.from(labels.keys())).columns.map((column) =>
      column.name === target && column.kind === 'categorical'
        ? {
            ...column,
            categories,
            codes: Int32Array.from(labels, (label) =>
              label === null ? -1 : categories.indexOf(label),
            ),
          }
        : column,
    ),
  };
}

/** As many labels as rows, these ones in turns. */
export const alternate = (rows: number, ...labels: (string | null)[]) =>
  Array.from({ length: rows }, (_, row) => labels[row % labels.length] ?? null);
