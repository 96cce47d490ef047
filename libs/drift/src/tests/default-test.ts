import { chiSquareTest } from './chi-square-test.js';
import type { DriftTest } from './drift-test.js';
import { jensenShannonTest } from './jensen-shannon-test.js';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov-test.js';
import { distinctValues, sizeOf, type Sample } from './sample.js';
import { twoProportionTest } from './two-proportion-test.js';
import { wassersteinTest } from './wasserstein-test.js';

/** Above this many reference values even a trifling difference is significant, so a distance is measured instead. */
const manyRows = 1000;
/** Numbers with at most this many distinct values are compared value by value. */
const fewValues = 5;

/** The test for a column when nobody chose one: by the kind of its values, their number and the rows of the reference. */
export function defaultTest(reference: Sample, current: Sample): DriftTest {
  const distinct = distinctValues(reference, current, fewValues + 1);
  const continuous = reference.kind === 'numeric' && distinct > fewValues;
  if (sizeOf(reference) > manyRows) {
    return continuous ? wassersteinTest : jensenShannonTest;
  }
  if (continuous) {
    return kolmogorovSmirnovTest;
  }
  return distinct > 2 ? chiSquareTest : twoProportionTest;
}
