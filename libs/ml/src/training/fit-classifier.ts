import type { Frame } from '@millrace/frame';
import type { Learner, Parameters } from '../learners/learner.js';
import { fitTableEncoding } from '../preprocess/fit-table-encoding.js';
import { encodeTable, widthOf, type TableEncoding } from '../preprocess/table-encoder.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerState } from '../scorers/scorer.js';
import type { TargetClasses } from '../target/target-classes.js';

export interface FitRequest {
  readonly frame: Frame;
  readonly target: string;
  readonly classes: TargetClasses;
  /** Training rows; nothing is learned from any other. */
  readonly rows: Uint32Array;
  readonly learner: Learner;
  readonly parameters: Parameters;
  readonly seed: number;
}

/** A classifier fitted to the classes that its training rows have. */
export interface FittedClassifier {
  readonly encoding: TableEncoding;
  readonly scorer: ScorerState;
  /** The classes it knows, as indexes into the target's; all of them but in small folds. */
  readonly known: Int32Array;
}

export function fitClassifier(request: FitRequest): FittedClassifier {
  const { frame, target, classes, rows, learner, parameters, seed } = request;
  const encoding = fitTableEncoding(frame, rows, { target });
  const known = knownClasses(classes, rows);
  const place = new Map(Array.from(known, (code, index) => [code, index] as const));
  const scorer = learner.fit(
    {
      matrix: encodeTable(encoding, frame, rows),
      targets: Int32Array.from(rows, (row) => place.get(classes.codes[row] ?? -1) ?? -1),
      classCount: known.length,
    },
    parameters,
    seed,
  );
  return { encoding, scorer, known };
}

/**
 * Probabilities of rows for all classes of the target, those unknown to the classifier with 0.
 * @returns rows x classes, row-major
 */
export function scoreRows(
  { encoding, scorer, known }: FittedClassifier,
  frame: Frame,
  rows: Uint32Array,
  classCount: number,
): Float64Array {
  const score = createScorer(scorer, widthOf(encoding), known.length);
  const scores = score(encodeTable(encoding, frame, rows));
  if (known.length === classCount) return scores;
  const probabilities = new Float64Array(rows.length * classCount);
  for (let row = 0; row < rows.length; row++) {
    known.forEach((code, index) => {
      probabilities[row * classCount + code] = scores[row * known.length + index] ?? 0;
    });
  }
  return probabilities;
}

function knownClasses({ codes }: TargetClasses, rows: Uint32Array): Int32Array {
  return Int32Array.from(new Set(Array.from(rows, (row) => codes[row] ?? -1))).sort();
}
