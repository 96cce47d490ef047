import { addUnits, hyperbolicTangent } from '../scorers/network.js';
import type { NetworkProblem } from './network-problem.js';

/** One hidden layer, and what its units add to the scores. */
export interface Network {
  /** units x (columns + 1); the last of each row is the offset. */
  readonly hidden: Float64Array;
  /** scores x (units + 1), likewise. */
  readonly out: Float64Array;
}

/** Rows that are taken together: their sums do not wait for each other, and a weight is read once for all of them. */
const block = 4;

/**
 * @param slope of the losses by each weight of the network: added to
 * @returns passes the rows at some places of an order
 */
export function networkPass(
  { matrix, targets, scores, task, weights }: NetworkProblem,
  { hidden, out }: Network,
  units: number,
  slope: Network,
): (order: Uint32Array, from: number, to: number) => void {
  const { columns, values } = matrix;
  const rows = new Int32Array(block);
  // block x units
  const said = new Float64Array(block * units);
  const saidOf = Array.from(rows, (_, index) => said.subarray(index * units, (index + 1) * units));
  const back = new Float64Array(block * units);
  const score = new Float64Array(scores);
  return (order, from, to) => {
    for (let at = from; at < to; at += block) {
      const count = Math.min(block, to - at);
      // Where rows run out the last one is passed again, and counts nothing.
      for (let index = 0; index < block; index++) {
        rows[index] = order[Math.min(at + index, to - 1)] ?? 0;
      }
      forwards(values, columns, rows, hidden, said);
      for (let index = 0; index < block; index++) {
        const row = rows[index] ?? 0;
        const weight = index < count ? (weights[row] ?? 0) : 0;
        const own = saidOf[index] ?? said;
        addUnits(out, own, score);
        if (task !== 'regression') toShares(score);
        for (let output = 0; output < scores; output++) {
          const missed = (score[output] ?? 0) - (targets[row * scores + output] ?? 0);
          score[output] = weight * missed;
        }
        backThroughUnits(out, slope.out, own, back, index * units, score);
      }
      backwards(values, columns, rows, back, slope.hidden);
    }
  };
}

/** What the units say of each row of a block. */
function forwards(
  values: Float64Array,
  columns: number,
  rows: Int32Array,
  hidden: Float64Array,
  said: Float64Array,
): void {
  const units = said.length / block;
  const first = (rows[0] ?? 0) * columns;
  const second = (rows[1] ?? 0) * columns;
  const third = (rows[2] ?? 0) * columns;
  const fourth = (rows[3] ?? 0) * columns;
  for (let unit = 0, at = 0; unit < units; unit++, at += columns + 1) {
    let sum0 = hidden[at + columns] ?? 0;
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let column = 0; column < columns; column++) {
      const weight = hidden[at + column] ?? 0;
      sum0 += weight * (values[first + column] ?? 0);
      sum1 += weight * (values[second + column] ?? 0);
      sum2 += weight * (values[third + column] ?? 0);
      sum3 += weight * (values[fourth + column] ?? 0);
    }
    said[unit] = hyperbolicTangent(sum0);
    said[units + unit] = hyperbolicTangent(sum1);
    said[2 * units + unit] = hyperbolicTangent(sum2);
    said[3 * units + unit] = hyperbolicTangent(sum3);
  }
}

/** @param back block x units: the slope of each row's loss by the sum of each unit */
function backwards(
  values: Float64Array,
  columns: number,
  rows: Int32Array,
  back: Float64Array,
  slope: Float64Array,
): void {
  const units = back.length / block;
  const first = (rows[0] ?? 0) * columns;
  const second = (rows[1] ?? 0) * columns;
  const third = (rows[2] ?? 0) * columns;
  const fourth = (rows[3] ?? 0) * columns;
  for (let unit = 0, at = 0; unit < units; unit++, at += columns + 1) {
    const down0 = back[unit] ?? 0;
    const down1 = back[units + unit] ?? 0;
    const down2 = back[2 * units + unit] ?? 0;
    const down3 = back[3 * units + unit] ?? 0;
    for (let column = 0; column < columns; column++) {
      slope[at + column] =
        (slope[at + column] ?? 0) +
        down0 * (values[first + column] ?? 0) +
        down1 * (values[second + column] ?? 0) +
        down2 * (values[third + column] ?? 0) +
        down3 * (values[fourth + column] ?? 0);
    }
    slope[at + columns] = (slope[at + columns] ?? 0) + down0 + down1 + down2 + down3;
  }
}

/**
 * @param said what the units say of one row
 * @param from where in `back` the row's slopes by the sums of the units go
 * @param down the slope of the row's loss by each score
 */
function backThroughUnits(
  out: Float64Array,
  slope: Float64Array,
  said: Float64Array,
  back: Float64Array,
  from: number,
  down: Float64Array,
): void {
  const units = said.length;
  for (let unit = 0; unit < units; unit++) {
    const value = said[unit] ?? 0;
    let sum = 0;
    for (let score = 0, at = unit; score < down.length; score++, at += units + 1) {
      const own = down[score] ?? 0;
      slope[at] = (slope[at] ?? 0) + own * value;
      sum += own * (out[at] ?? 0);
    }
    back[from + unit] = sum * (1 - value * value);
  }
  for (let score = 0, at = units; score < down.length; score++, at += units + 1) {
    slope[at] = (slope[at] ?? 0) + (down[score] ?? 0);
  }
}

function toShares(score: Float64Array): void {
  if (score.length === 1) {
    score[0] = 1 / (1 + Math.exp(-(score[0] ?? 0)));
    return;
  }
  let highest = -Infinity;
  for (const value of score) highest = Math.max(highest, value);
  let sum = 0;
  for (let index = 0; index < score.length; index++) {
    const part = Math.exp((score[index] ?? 0) - highest);
    score[index] = part;
    sum += part;
  }
  for (let index = 0; index < score.length; index++) score[index] = (score[index] ?? 0) / sum;
}
