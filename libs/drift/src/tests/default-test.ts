import { chiSquareTest } from './chi-square-test.js';
import type { DriftTest } from './drift-test.js';
import { jensenShannonTest } from './jensen-shannon-test.js';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov-test.js';
import { distinctValues, sizeOf, type Sample } from './sample.js';
import { twoProportionTest } from './two-proportion-test.js';
import { wassersteinTest } from './wasserstein-test.js';

/**
 * With more values than this on both sides even a trifling difference is significant, so a distance is measured
 * instead. With fewer on either side a distance is mostly noise, so its significance is asked for: a short window must
 * not look drifted only because it is short.
 */
const manyRows = 1000;
/** Numbers with at most this many distinct values are compared value by value. */
const fewValues = 5;

/** The test for a column when nobody chose one: by the kind of its values, their number and the rows. */
export function defaultTest(reference: Sample, current: Sample): DriftTest {
  const distinct = distinctValues(reference, current, fewValues + 1);
  const continuous = reference.kind === 'numeric' && distinct > fewValues;
  if (Math.min(sizeOf(reference), sizeOf(current)) > manyRows) {
    return continuous ? wassersteinTest : jensenShannonTest;
  }
  if (continuous) {
    return kolmogorovSmirnovTest;
  }
  return distinct > 2 ? chiSquareTest : twoProportionTest;
}
