import type { BoostingPlan } from './boosting-plan.js';

/** The raw score of each output that fits the rows best as long as there is no tree. */
export function baselinesOf(plan: BoostingPlan, rows: Int32Array): Float64Array {
  const { loss, outputs, targets, weights } = plan;
  let total = 0;
  const sums = new Float64Array(outputs);
  for (const row of rows) {
    const weight = weights[row] ?? 0;
    const target = targets[row] ?? 0;
    total += weight;
    if (loss === 'softmax') sums[target] = (sums[target] ?? 0) + weight;
    else sums[0] = (sums[0] ?? 0) + weight * target;
  }
  return sums.map((sum) => {
    const share = sum / total;
    if (loss === 'squared') return share;
    const inside = Math.min(Math.max(share, 1e-9), 1 - 1e-9);
    return loss === 'softmax' ? Math.log(inside) : Math.log(inside / (1 - inside));
  });
}

/** Weighted mean of the loss of some rows, by their raw scores so far. */
export function lossOf(
  { loss, outputs, targets, weights, shared }: BoostingPlan,
  rows: Int32Array,
): number {
  const { raw } = shared;
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    const weight = weights[row] ?? 0;
    const target = targets[row] ?? 0;
    total += weight;
    if (loss === 'squared') sum += weight * ((raw[row] ?? 0) - target) ** 2;
    else if (loss === 'log-loss') sum += weight * logLossOf(raw[row] ?? 0, target);
    else sum += weight * softmaxLossOf(raw.subarray(row * outputs, (row + 1) * outputs), target);
  }
  return sum / total;
}

function logLossOf(raw: number, target: number): number {
  const score = target === 1 ? -raw : raw;
  return score > 30 ? score : Math.log1p(Math.exp(score));
}

function softmaxLossOf(scores: Float64Array, target: number): number {
  let highest = -Infinity;
  for (const score of scores) highest = Math.max(highest, score);
  let shares = 0;
  for (const score of scores) shares += Math.exp(score - highest);
  return Math.log(shares) + highest - (scores[target] ?? 0);
}
