import type { FeatureTable } from '../features/feature-table.js';
import { applyLink } from '../scorers/link.js';
import type { Link } from '../scorers/scorer-state.js';
import type { Explainer, ExplanationSteps } from './explainer.js';
import { explainedTogether } from './explained-together.js';
import { gaussLegendre } from './gauss-legendre.js';

const { points, weights } = gaussLegendre(12);

/**
 * Contributions to raw scores as contributions to probabilities: along the straight line from the base values to the scores
 * of a row, the probability changes by each score what Aumann and Shapley ("Values of Non-Atomic Games", 1974) give it, and
 * a score hands that on to its features. They add up; Shapley values of the probability they are not.
 * @returns an explainer of probabilities, one score for each class
 */
export function probabilityExplainer(
  explainer: Explainer,
  link: Exclude<Link, 'identity'>,
  outputs: number,
): Explainer {
  const { baseValues } = explainer;
  const scores = baseValues.length;
  const baseAnswers = new Float64Array(outputs);
  applyLink(link, baseValues, baseAnswers, 0);
  const change = new Float64Array(scores);
  const at = new Float64Array(scores);
  const answers = new Float64Array(outputs);
  /** outputs x scores: mean slope of each probability along the line. */
  const slopes = new Float64Array(outputs * scores);
  return {
    ...explainer,
    scale: 'probability',
    ...explainedTogether([explainer], 'rescaled'),
    baseValues: baseAnswers,
    *steps(table: FeatureTable): ExplanationSteps {
      const { rows, columns } = table;
      const raw = yield* explainer.steps(table);
      const contributions = new Float64Array(rows * outputs * columns);
      for (let row = 0; row < rows; row++) {
        const from = row * scores * columns;
        for (let score = 0; score < scores; score++) {
          change[score] = sumOf(raw, from + score * columns, columns);
        }
        meanSlopes(link, baseValues, change, { at, answers, slopes });
        at.forEach((_, score) => {
          at[score] = (baseValues[score] ?? 0) + (change[score] ?? 0);
        });
        applyLink(link, at, answers, 0);
        for (let output = 0; output < outputs; output++) {
          const to = (row * outputs + output) * columns;
          for (let score = 0; score < scores; score++) {
            const slope = slopes[output * scores + score] ?? 0;
            for (let column = 0; column < columns; column++) {
              contributions[to + column] =
                (contributions[to + column] ?? 0) +
                slope * (raw[from + score * columns + column] ?? 0);
            }
          }
          const whole = (answers[output] ?? 0) - (baseAnswers[output] ?? 0);
          settle(contributions, to, columns, whole);
        }
      }
      return contributions;
    },
  };
}

interface Scratch {
  readonly at: Float64Array;
  readonly answers: Float64Array;
  readonly slopes: Float64Array;
}

function meanSlopes(
  link: Exclude<Link, 'identity'>,
  base: Float64Array,
  change: Float64Array,
  { at, answers, slopes }: Scratch,
): void {
  const scores = base.length;
  slopes.fill(0);
  for (let point = 0; point < points.length; point++) {
    for (let score = 0; score < scores; score++) {
      at[score] = (base[score] ?? 0) + (points[point] ?? 0) * (change[score] ?? 0);
    }
    applyLink(link, at, answers, 0);
    for (let output = 0; output < answers.length; output++) {
      const share = answers[output] ?? 0;
      for (let score = 0; score < scores; score++) {
        const other = answers[score] ?? 0;
        const own = link === 'logistic' ? output === 1 : output === score;
        let slope: number;
        if (link === 'logistic') slope = (own ? 1 : -1) * share * (1 - share);
        // The logarithm of a softmax falls by the share of the other class; that of a logistic function's part of the sum by
        // this share times what is left of that function.
        else if (link === 'softmax') slope = share * ((own ? 1 : 0) - other);
        else slope = share * ((own ? 1 : 0) - other) * (1 / (1 + Math.exp(at[score] ?? 0)));
        slopes[output * scores + score] =
          (slopes[output * scores + score] ?? 0) + (weights[point] ?? 0) * slope;
      }
    }
  }
}

/** Shares out what the rule of integration missed, by the size of the contributions: they then add up to the whole. */
function settle(contributions: Float64Array, from: number, columns: number, whole: number): void {
  const missed = whole - sumOf(contributions, from, columns);
  let size = 0;
  for (let column = 0; column < columns; column++) {
    size += Math.abs(contributions[from + column] ?? 0);
  }
  if (size === 0) return;
  for (let column = 0; column < columns; column++) {
    const own = contributions[from + column] ?? 0;
    contributions[from + column] = own + (missed * Math.abs(own)) / size;
  }
}

function sumOf(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let index = from; index < from + count; index++) sum += values[index] ?? 0;
  return sum;
}
