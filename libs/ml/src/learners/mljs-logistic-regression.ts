import { Matrix as MljsMatrix } from 'ml-matrix';
import LogisticRegression from 'ml-logistic-regression';
import type { Matrix } from '../preprocess/matrix.js';
import { largestEigenvalue } from './largest-eigenvalue.js';
import { positive, type Learner } from './learner.js';

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
  defaults: { steps: 1000 },
  estimateSeconds: (rows, columns, classCount, parameters) =>
    rows * (secondsPerRow + secondsPerValue * columns) * classCount * positive(parameters, 'steps'),
  fit({ matrix, targets, classCount }, parameters) {
    const extended = withOnes(matrix);
    const model = new LogisticRegression({
      numSteps: positive(parameters, 'steps'),
      learningRate: 4 / largestEigenvalue(extended),
    });
    model.train(rowsOf(extended), MljsMatrix.columnVector(Array.from(targets)));
    const width = extended.columns;
    const weights = new Float64Array(classCount * width);
    model.classifiers.forEach((classifier, code) => {
      // The package gives the class itself the value 0 and the rest 1.
      classifier.weights.to1DArray().forEach((weight, column) => {
        weights[code * width + column] = -weight;
      });
    });
    return { kind: 'one-vs-rest', weights };
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
