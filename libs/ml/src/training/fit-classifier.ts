import type { Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import type { Feature } from '../features/feature-table.js';
import { fitFeatures } from '../features/fit-features.js';
import type { Learner, Parameters } from '../learners/learner.js';
import type { Crew } from '../parallel/crew.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
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
  readonly crew: Crew;
}

/** A classifier fitted to the classes that its training rows have. */
export interface FittedClassifier {
  readonly features: readonly Feature[];
  readonly scorer: ScorerState;
  /** The classes it knows, as indexes into the target's; all of them but in small folds. */
  readonly known: Int32Array;
}

export function fitClassifier(request: FitRequest): FittedClassifier {
  const { frame, target, classes, rows, learner, parameters, seed, crew } = request;
  const features = fitFeatures(frame, rows, { target });
  const known = knownClasses(classes, rows);
  const place = new Map(Array.from(known, (code, index) => [code, index] as const));
  const scorer = learner.fit(
    {
      features,
      table: encodeFrame(features, frame, rows),
      target: {
        kind: 'classes',
        codes: Int32Array.from(rows, (row) => place.get(classes.codes[row] ?? -1) ?? -1),
        classCount: known.length,
      },
      weights: new Float64Array(rows.length).fill(1),
    },
    { parameters, seed, crew },
  );
  return { features, scorer, known };
}

/**
 * Probabilities of rows for all classes of the target, those unknown to the classifier with 0.
 * @returns rows x classes, row-major
 */
export function scoreRows(
  { features, scorer, known }: FittedClassifier,
  frame: Frame,
  rows: Uint32Array,
  classCount: number,
): Float64Array {
  const score = createScorer(scorer, { features, outputs: known.length });
  const scores = score(encodeFrame(features, frame, rows));
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
