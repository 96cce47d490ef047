import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskType } from '../learners/learner.js';
import { createRandom } from '../random/random.js';
import { networkPass, type Network } from './network-pass.js';
import type { NetworkProblem } from './network-problem.js';

const columns = 3;
const units = 2;

function problemOf(task: TaskType, rows: number, seed: number): NetworkProblem {
  const random = createRandom(seed);
  const scores = task === 'multiclass' ? 3 : 1;
  const drawn = (length: number) => Float64Array.from({ length }, () => 4 * random.next() - 2);
  const targets = new Float64Array(rows * scores);
  for (let row = 0; row < rows; row++) {
    if (task === 'multiclass') targets[row * scores + random.integer(scores)] = 1;
    else targets[row] = task === 'binary' ? random.integer(2) : random.next();
  }
  return {
    matrix: { rows, columns, values: drawn(rows * columns) },
    task,
    scores,
    targets,
    weights: Float64Array.from({ length: rows }, () => 0.5 + random.next()),
  };
}

function networkOf(scores: number, seed: number): Network {
  const random = createRandom(seed);
  const drawn = (length: number) => Float64Array.from({ length }, () => 2 * random.next() - 1);
  return { hidden: drawn(units * (columns + 1)), out: drawn(scores * (units + 1)) };
}

/** The sum of the losses, row by row, as textbooks have it. */
function lossOf(problem: NetworkProblem, { hidden, out }: Network): number {
  const { matrix, task, scores, targets, weights } = problem;
  let loss = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const said = Array.from({ length: units }, (_, unit) => {
      const own = hidden.subarray(unit * (columns + 1), (unit + 1) * (columns + 1));
      const sum = own
        .subarray(0, columns)
        .reduce((all, w, column) => all + w * (matrix.values[row * columns + column] ?? 0), 0);
      return Math.tanh(sum + (own[columns] ?? 0));
    });
    const score = Array.from({ length: scores }, (_, index) => {
      const own = out.subarray(index * (units + 1), (index + 1) * (units + 1));
      return said.reduce((all, value, unit) => all + value * (own[unit] ?? 0), own[units] ?? 0);
    });
    const target = [...targets.subarray(row * scores, (row + 1) * scores)];
    const own =
      task === 'regression'
        ? ((score[0] ?? 0) - (target[0] ?? 0)) ** 2 / 2
        : task === 'binary'
          ? Math.log(1 + Math.exp(score[0] ?? 0)) - (target[0] ?? 0) * (score[0] ?? 0)
          : Math.log(score.reduce((all, each) => all + Math.exp(each), 0)) -
            (score[target.indexOf(1)] ?? 0);
    loss += (weights[row] ?? 0) * own;
  }
  return loss;
}

describe('A pass over rows adds the slope of their losses by every weight', () => {
  it.each(['binary', 'multiclass', 'regression'] as const)('%s', (task) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.nat(), (rows, seed) => {
        const problem = problemOf(task, rows, seed);
        const network = networkOf(problem.scores, seed + 1);
        const slope = {
          hidden: new Float64Array(network.hidden.length),
          out: new Float64Array(network.out.length),
        };
        const order = Uint32Array.from({ length: rows }, (_, row) => row);
        networkPass(problem, network, units, slope)(order, 0, rows);
        for (const layer of ['hidden', 'out'] as const) {
          network[layer].forEach((weight, at) => {
            const lossAt = (moved: number) => {
              const other = network[layer].slice();
              other[at] = moved;
              return lossOf(problem, { ...network, [layer]: other });
            };
            const near = (lossAt(weight + 1e-5) - lossAt(weight - 1e-5)) / 2e-5;
            expect(slope[layer][at]).toBeCloseTo(near, 5);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('and not that of rows at other places of the order', () => {
    const problem = problemOf('binary', 6, 3);
    const network = networkOf(1, 4);
    const passed = (order: number[], from: number, to: number) => {
      const slope = {
        hidden: new Float64Array(network.hidden.length),
        out: new Float64Array(network.out.length),
      };
      networkPass(problem, network, units, slope)(Uint32Array.from(order), from, to);
      return slope;
    };
    expect(passed([5, 1, 0, 2], 1, 3)).toEqual(passed([1, 0], 0, 2));
  });
});
