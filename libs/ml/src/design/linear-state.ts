import type { Feature } from '../features/feature-table.js';
import type { Design } from './design.js';

/** Weights of a linear method, over features as they come: no matrix is needed to score a row. */
export interface LinearArrays {
  /** One for each output. */
  readonly intercepts: Float64Array;
  /**
   * Feature after feature; of a number the weights of its value and what a missing one adds, of a category what each
   * adds, a missing one last: each of these with one entry for every output.
   */
  readonly weights: Float64Array;
  /** features x outputs: what each feature adds to each output in the mean of the training rows. */
  readonly means: Float64Array;
}

/** Entries of `weights` that each feature has, outputs apart. */
export function weightRows(feature: Feature): number {
  return feature.kind === 'numeric' ? 2 : feature.categories.length + 1;
}

/**
 * Turns weights over a design's columns into weights over the features themselves.
 * @param coefficients outputs x (width + 1), row-major; the last of each row is the intercept
 */
export function unfoldDesign(
  features: readonly Feature[],
  { terms, width }: Design,
  coefficients: Float64Array,
): LinearArrays {
  const stride = width + 1;
  const outputs = coefficients.length / stride;
  const intercepts = new Float64Array(outputs);
  const rows = features.reduce((sum, feature) => sum + weightRows(feature), 0);
  const weights = new Float64Array(rows * outputs);
  const means = new Float64Array(features.length * outputs);
  for (let output = 0; output < outputs; output++) {
    const of = (column: number) => coefficients[output * stride + column] ?? 0;
    let intercept = of(width);
    let row = 0;
    const write = (value: number) => {
      weights[row++ * outputs + output] = value;
    };
    terms.forEach((term, index) => {
      const { column } = term;
      if (term.kind === 'numeric') {
        const slope = of(column) / term.scale;
        const absent = term.missingColumn ? of(column + 1) : 0;
        intercept -= slope * term.mean;
        write(slope);
        write(slope * term.median + absent);
        // The mean of a column is that of the values with gaps filled.
        means[index * outputs + output] = slope * term.mean + absent * term.missingShare;
        return;
      }
      const feature = features[index];
      const categories = feature?.kind === 'categorical' ? feature.categories.length : 0;
      for (let level = 0; level < categories; level++) {
        write(level < term.levels ? of(column + level) : 0);
      }
      write(term.missingColumn ? of(column + term.levels) : 0);
      const columns = term.levels + (term.missingColumn ? 1 : 0);
      let mean = 0;
      for (let level = 0; level < columns; level++) {
        mean += of(column + level) * (term.shares[level] ?? 0);
      }
      means[index * outputs + output] = mean;
    });
    intercepts[output] = intercept;
  }
  return { intercepts, weights, means };
}
