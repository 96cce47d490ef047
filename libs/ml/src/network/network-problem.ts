import type { Matrix } from '../design/matrix.js';
import type { Target, TaskType } from '../learners/learner.js';

/** What a network learns from. */
export interface NetworkProblem {
  readonly matrix: Matrix;
  /** Of two classes there is one score, that of the second. */
  readonly task: TaskType;
  readonly scores: number;
  /** rows x scores: of classes 1 in that of the row and 0 elsewhere, of quantities the value. */
  readonly targets: Float64Array;
  /** Weight of each row; their mean is about 1. */
  readonly weights: Float64Array;
}

/**
 * The problem of a target; quantities are brought to a mean of 0 and a variance of 1.
 * @returns with it, what brings the last layer of a network back to the quantities
 */
export function networkProblem(
  target: Target,
  given: Pick<NetworkProblem, 'matrix' | 'weights'>,
): { readonly problem: NetworkProblem; readonly unscale: (out: Float64Array) => Float64Array } {
  if (target.kind === 'classes') {
    const { codes, classCount } = target;
    const task = classCount === 2 ? 'binary' : 'multiclass';
    const scores = classCount === 2 ? 1 : classCount;
    const targets = new Float64Array(codes.length * scores);
    codes.forEach((code, row) => {
      if (task === 'binary') targets[row] = code;
      else targets[row * scores + code] = 1;
    });
    return { problem: { ...given, task, scores, targets }, unscale: (out) => out };
  }
  const { values } = target;
  // Divided before they are summed: no sum overflows.
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const furthest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const parts = values.map((value) => (furthest > 0 ? (value - mean) / furthest : 0));
  const variance = parts.reduce((sum, part) => sum + part * part, 0) / parts.length;
  const scale = variance > 0 ? Math.sqrt(variance) : 1;
  return {
    problem: {
      ...given,
      task: 'regression',
      scores: 1,
      targets: parts.map((part) => part / scale),
    },
    unscale: (out) =>
      out.map((value, at) => value * scale * furthest + (at === out.length - 1 ? mean : 0)),
  };
}
