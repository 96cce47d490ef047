import type { Random } from '../random/random.js';
import type { BoostingPlan } from './boosting-plan.js';

/**
 * Draws what the next trees learn from: features are allowed, rows put at the head of the order.
 * @param learning all rows that trees are grown from
 * @param spare as many places as the table has rows
 * @returns how many rows were drawn
 */
export function drawSample(
  plan: BoostingPlan,
  learning: Int32Array,
  spare: Int32Array,
  random: Random,
): number {
  const { rowShare, columnShare, shared, table } = plan;
  const { order, allowed } = shared;
  allowed.fill(1);
  if (columnShare < 1) {
    const features = Int32Array.from({ length: table.columns }, (_, index) => index);
    random.shuffle(features);
    const kept = Math.max(1, Math.round(columnShare * table.columns));
    for (const feature of features.subarray(kept)) allowed[feature] = 0;
  }
  if (rowShare >= 1) {
    order.set(learning);
    return learning.length;
  }
  let inside = 0;
  let outside = 0;
  for (const row of learning) {
    if (random.next() < rowShare) order[inside++] = row;
    else spare[outside++] = row;
  }
  order.set(spare.subarray(0, outside), inside);
  return inside;
}
