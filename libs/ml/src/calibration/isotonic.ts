/** Knots of a piecewise linear function, level outside them: `x` ascends, `y` does not fall. */
export interface Knots {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The rising function nearest to the outcomes in squares, by pooling adjacent violators (Ayer et al. 1955; Zadrozny and
 * Elkan, "Transforming classifier scores into accurate multiclass probability estimates", 2002). Rows of one score count as
 * one; between steps the function is a straight line.
 * @param scores of the rows, in any order
 * @param outcomes of the same rows: 1 where it happened, else 0
 * @throws RangeError without rows
 */
export function fitIsotonic(scores: Float64Array, outcomes: Float64Array): Knots {
  const { length } = scores;
  if (length === 0) throw new RangeError('There are no rows to calibrate on.');
  const order = Uint32Array.from({ length }, (_, row) => row);
  order.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  // Blocks of neighbouring scores: first and last score, mean outcome, rows.
  const first = new Float64Array(length);
  const last = new Float64Array(length);
  const mean = new Float64Array(length);
  const weight = new Float64Array(length);
  let top = -1;
  const merge = () => {
    const below = top - 1;
    const total = (weight[below] ?? 0) + (weight[top] ?? 0);
    const sum = (mean[below] ?? 0) * (weight[below] ?? 0) + (mean[top] ?? 0) * (weight[top] ?? 0);
    mean[below] = sum / total;
    weight[below] = total;
    last[below] = last[top] ?? 0;
    top = below;
  };
  for (let index = 0; index < length;) {
    const score = scores[order[index] ?? 0] ?? 0;
    let sum = 0;
    let rows = 0;
    for (; index < length && scores[order[index] ?? 0] === score; index++, rows++) {
      sum += outcomes[order[index] ?? 0] ?? 0;
    }
    top++;
    first[top] = score;
    last[top] = score;
    mean[top] = sum / rows;
    weight[top] = rows;
    while (top > 0 && (mean[top - 1] ?? 0) >= (mean[top] ?? 0)) merge();
  }
  const x: number[] = [];
  const y: number[] = [];
  for (let block = 0; block <= top; block++) {
    const value = mean[block] ?? 0;
    x.push(first[block] ?? 0);
    y.push(value);
    if (last[block] === first[block]) continue;
    x.push(last[block] ?? 0);
    y.push(value);
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}
