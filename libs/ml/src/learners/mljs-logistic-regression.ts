import { Matrix as MljsMatrix } from 'ml-matrix';
import LogisticRegression from 'ml-logistic-regression';
import { designMatrix } from '../design/design-matrix.js';
import { fitDesign } from '../design/design.js';
import { unfoldDesign } from '../design/linear-state.js';
import type { Matrix } from '../design/matrix.js';
import { largestEigenvalue } from './largest-eigenvalue.js';
import { classesOf, classification, type Learner } from './learner.js';
import { positive } from './parameters.js';

/** Seconds that one step for one class takes for a row and for each value of it, measured. */
const secondsPerRow = 3e-7;
const secondsPerValue = 1.2e-8;

/**
 * One logistic regression for each class against the others, by the package ml-logistic-regression: plain gradient
 * ascent without a penalty, for a fixed number of steps.
 *
 * The package knows no intercept, so the matrix gets a column of ones. Its step is the sum over all rows: a learning
 * rate of 4 / λ, with λ the largest eigenvalue of XᵀX, is half of what would still converge (the curvature of the
 * logistic loss is at most λ / 4).
 */
export const mljsLogisticRegression: Learner = {
  algorithm: 'mljs-logistic-regression',
  tasks: classification,
  defaults: { steps: 1000 },
  estimateSeconds: ({ rows, width, outputs }, parameters) =>
    rows * (secondsPerRow + secondsPerValue * width) * outputs * positive(parameters, 'steps'),
  // Slower than its namesake among our own by orders of magnitude, and no better.
  mostFitSeconds: 2,
  fit({ features, table, target }, { parameters }) {
    const { codes, classCount } = classesOf(target);
    const design = fitDesign(features, table);
    const extended = withOnes(designMatrix(design, table));
    const model = new LogisticRegression({
      numSteps: positive(parameters, 'steps'),
      learningRate: 4 / largestEigenvalue(extended),
    });
    model.train(rowsOf(extended), MljsMatrix.columnVector(Array.from(codes)));
    const stride = extended.columns;
    const coefficients = new Float64Array(classCount * stride);
    model.classifiers.forEach((classifier, code) => {
      // The package gives the class itself the value 0 and the rest 1.
      classifier.weights.to1DArray().forEach((weight, column) => {
        coefficients[code * stride + column] = -weight;
      });
    });
    return {
      kind: 'linear',
      link: 'one-vs-rest',
      ...unfoldDesign(features, design, coefficients),
    };
  },
};

function withOnes({ rows, columns, values }: Matrix): Matrix {
  const width = columns + 1;
  const extended = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    extended.set(values.subarray(row * columns, (row + 1) * columns), row * width);
    extended[row * width + columns] = 1;
  }
  return { rows, columns: width, values: extended };
}

function rowsOf({ rows, columns, values }: Matrix): MljsMatrix {
  return MljsMatrix.from1DArray(rows, columns, values);
}
