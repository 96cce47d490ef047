import type { Sample } from './sample.js';

/** `p_value`: drifted when the score falls below the threshold. `distance`: when it reaches the threshold. */
export type ScoreKind = 'p_value' | 'distance';

export interface DriftOutcome {
  /** The number compared with the threshold: a p-value or a distance. */
  readonly score: number;
  readonly drifted: boolean;
  readonly statistic?: number;
  readonly pValue?: number;
  /** Size of the difference, whatever the number of rows, ≥ 0. */
  readonly effectSize?: number;
}

/** One way to tell whether a column of the current data is distributed as the reference is. */
export interface DriftTest {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly scoreKind: ScoreKind;
  readonly appliesTo: readonly Sample['kind'][];
  readonly defaultThreshold: number;
  /** Both samples non-empty and of one kind that the test applies to. The threshold defaults to the test's own. */
  run(reference: Sample, current: Sample, threshold?: number): DriftOutcome;
}

/** Verdict of a score against a threshold. */
export function breaches(scoreKind: ScoreKind, score: number, threshold: number): boolean {
  return scoreKind === 'p_value' ? score < threshold : score >= threshold;
}

const leastPValue = 1e-300;

/** How far a score is over the line, comparable between tests: 1 at the threshold, more beyond. */
export function severityOf(scoreKind: ScoreKind, score: number, threshold: number): number {
  if (scoreKind === 'distance') {
    return threshold > 0 ? score / threshold : 0;
  }
  const line = Math.log(Math.min(threshold, 1 - 1e-12));
  const severity = Math.log(Math.max(score, leastPValue)) / line;
  return Math.max(0, severity);
}
