import type { FeatureTable } from '../features/feature-table.js';
import { scoresOf } from '../scorers/link.js';
import { addUnits, hyperbolicTangent } from '../scorers/network.js';
import type { NetworkState } from '../scorers/scorer-state.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { Explainer, ExplanationSteps } from './explainer.js';
import { linearExplainer } from './linear-contributions.js';
import { scaleOf } from './score-scale.js';

/**
 * What a feature adds to the sum of a unit is known as of any linear scorer. Along the straight line from the means of the
 * training rows to a row, each unit's sum changes what the unit says by what Aumann and Shapley ("Values of Non-Atomic
 * Games", 1974) give it, and it hands that on to the features: integrated gradients (Sundararajan, Taly and Yan, "Axiomatic
 * attribution for deep networks", 2017), the integral of one unit being known.
 */
export function networkExplainer(state: NetworkState, shape: ScorerShape): Explainer {
  const { link, sums } = state;
  const units = state.intercepts.length;
  const scores = scoresOf(link, shape.outputs);
  const ofUnits = linearExplainer(
    { ...state, kind: 'linear', link: 'identity' },
    { ...shape, outputs: units },
  );
  const { baseValues: base } = ofUnits;
  const said = base.map(hyperbolicTangent);
  const baseValues = new Float64Array(scores);
  addUnits(sums, said, baseValues);
  const slopes = new Float64Array(units);
  return {
    scale: scaleOf(link),
    method: 'rescaled',
    calibratedAfterwards: false,
    reference: 'training-rows',
    baseValues,
    *steps(table: FeatureTable): ExplanationSteps {
      const { rows, columns } = table;
      const given = yield* ofUnits.steps(table);
      const contributions = new Float64Array(rows * scores * columns);
      for (let row = 0; row < rows; row++) {
        const from = row * units * columns;
        slopesOf(given.subarray(from, from + units * columns), base, said, slopes);
        for (let score = 0; score < scores; score++) {
          const to = (row * scores + score) * columns;
          for (let unit = 0; unit < units; unit++) {
            const slope = (slopes[unit] ?? 0) * (sums[score * (units + 1) + unit] ?? 0);
            for (let column = 0; column < columns; column++) {
              contributions[to + column] =
                (contributions[to + column] ?? 0) +
                slope * (given[from + unit * columns + column] ?? 0);
            }
          }
        }
      }
      return contributions;
    },
  };
}

/** Writes the mean slope of each unit between the means and a row. @param given units x columns: what each feature adds */
function slopesOf(
  given: Float64Array,
  base: Float64Array,
  said: Float64Array,
  slopes: Float64Array,
): void {
  const columns = given.length / slopes.length;
  for (let unit = 0; unit < slopes.length; unit++) {
    let change = 0;
    for (let column = 0; column < columns; column++) change += given[unit * columns + column] ?? 0;
    const before = said[unit] ?? 0;
    // Where next to nothing changes, the slope at the spot is the mean one.
    slopes[unit] =
      Math.abs(change) > 1e-6
        ? (hyperbolicTangent((base[unit] ?? 0) + change) - before) / change
        : 1 - before * before;
  }
}
