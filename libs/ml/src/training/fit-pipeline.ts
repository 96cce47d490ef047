import type { Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import type { Feature } from '../features/feature-table.js';
import { fitFeatures } from '../features/fit-features.js';
import type { FitNotes, Learner, Parameters, Target } from '../learners/learner.js';
import type { Crew } from '../parallel/crew.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { Scorer } from '../scorers/scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import type { LearnedTarget } from '../target/learned-target.js';
import { codesOf, valuesOf } from './evaluate-answers.js';
import type { TrainingData } from './training-data.js';

export interface FitRequest extends Pick<TrainingData, 'frame' | 'apart' | 'learned' | 'seed'> {
  /** Training rows; nothing is learned from any other. */
  readonly rows: Uint32Array;
  readonly learner: Learner;
  readonly parameters: Parameters;
  readonly crew: Crew;
}

/** Features and learner, fitted to the same rows. */
export interface FittedPipeline {
  readonly features: readonly Feature[];
  readonly scorer: ScorerState;
  /**
   * Which of the target's answers its own answers are, as indexes: the classes that its training rows have, all of them
   * but in small folds; or the one value.
   */
  readonly known: Int32Array;
  /** What the learner had to tell of its fit. */
  readonly notes: FitNotes;
}

export function fitPipeline(request: FitRequest): FittedPipeline {
  const { frame, apart, learned, rows, learner, parameters, seed, crew } = request;
  const features = fitFeatures(frame, rows, { apart });
  const known = knownAnswers(learned, rows);
  // A small fold may have rows of one class only: then there is nothing to tell apart.
  if (learned.kind === 'classes' && known.length === 1) {
    return { features, known, notes: {}, scorer: { kind: 'prior', prior: Float64Array.of(1) } };
  }
  let notes: FitNotes = {};
  const scorer = learner.fit(
    {
      features,
      // Nobody but the learner holds it, which may let it go before its work is done.
      get table() {
        return encodeFrame(features, frame, rows);
      },
      target: targetOf(learned, rows, known),
      weights: new Float64Array(rows.length).fill(1),
    },
    {
      parameters,
      seed,
      crew,
      onNotes: (told) => {
        notes = told;
      },
    },
  );
  return { features, scorer, known, notes };
}

/**
 * Answers to rows: probabilities of all classes of the target, those unknown to the pipeline with 0; or one value a row.
 * @returns rows x answers, row-major
 */
export function answerRows(
  pipeline: FittedPipeline,
  frame: Frame,
  rows: Uint32Array,
  answersPerRow: number,
): Float64Array {
  return answerTable(pipeline, answersPerRow)(encodeFrame(pipeline.features, frame, rows));
}

/** The same of rows that are encoded already. */
export function answerTable(
  { features, scorer, known }: FittedPipeline,
  answersPerRow: number,
): Scorer {
  const score = createScorer(scorer, { features, outputs: known.length });
  if (known.length === answersPerRow) return score;
  return (table) => {
    const scores = score(table);
    const probabilities = new Float64Array(table.rows * answersPerRow);
    for (let row = 0; row < table.rows; row++) {
      known.forEach((code, index) => {
        probabilities[row * answersPerRow + code] = scores[row * known.length + index] ?? 0;
      });
    }
    return probabilities;
  };
}

function knownAnswers(learned: LearnedTarget, rows: Uint32Array): Int32Array {
  if (learned.kind === 'quantities') return Int32Array.of(0);
  return Int32Array.from(new Set(codesOf(learned, rows))).sort();
}

function targetOf(learned: LearnedTarget, rows: Uint32Array, known: Int32Array): Target {
  if (learned.kind === 'quantities') return { kind: 'quantity', values: valuesOf(learned, rows) };
  const place = new Map(Array.from(known, (code, index) => [code, index] as const));
  return {
    kind: 'classes',
    codes: codesOf(learned, rows).map((code) => place.get(code) ?? -1),
    classCount: known.length,
  };
}
