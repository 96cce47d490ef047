import { pack, type PackingScales } from './gradient-packing.js';
import { logisticOf } from './logistic-table.js';

/** Rows of which derivatives are wanted, and where these go. */
export interface DerivedRows {
  /** rows x outputs, row-major. */
  readonly raw: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  readonly outputs: number;
  /** outputs x rows: packed derivatives. */
  readonly derivatives: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** Two classes, log loss. */
export function deriveLogLoss(rows: DerivedRows, scales: PackingScales): void {
  const { raw, targets, weights, derivatives, from, to } = rows;
  for (let row = from; row < to; row++) {
    const share = logisticOf(raw[row] ?? 0);
    const weight = weights[row] ?? 0;
    const first = (share - (targets[row] ?? 0)) * weight;
    derivatives[row] = pack(first, share * (1 - share) * weight, row, scales);
  }
}

/** A quantity, half the squared error. */
export function deriveSquared(rows: DerivedRows, scales: PackingScales): void {
  const { raw, targets, weights, derivatives, from, to } = rows;
  for (let row = from; row < to; row++) {
    const weight = weights[row] ?? 0;
    const first = ((raw[row] ?? 0) - (targets[row] ?? 0)) * weight;
    derivatives[row] = pack(first, weight, row, scales);
  }
}

/** Several classes, softmax and log loss. */
export function deriveSoftmax(rows: DerivedRows, scales: PackingScales): void {
  const { raw, targets, weights, outputs, derivatives, from, to } = rows;
  const count = targets.length;
  const shares = new Float64Array(outputs);
  for (let row = from; row < to; row++) {
    const at = row * outputs;
    let highest = -Infinity;
    for (let output = 0; output < outputs; output++) {
      highest = Math.max(highest, raw[at + output] ?? 0);
    }
    let total = 0;
    for (let output = 0; output < outputs; output++) {
      const share = Math.exp((raw[at + output] ?? 0) - highest);
      shares[output] = share;
      total += share;
    }
    const target = targets[row] ?? 0;
    const weight = weights[row] ?? 0;
    for (let output = 0; output < outputs; output++) {
      const share = (shares[output] ?? 0) / total;
      const first = (share - (output === target ? 1 : 0)) * weight;
      derivatives[output * count + row] = pack(first, share * (1 - share) * weight, row, scales);
    }
  }
}
