/** `1 / (1 + exp(-(slope * score + offset)))` */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

const mostSteps = 100;
const smallestStep = 1e-10;
const flatEnough = 1e-9;
/** Keeps the matrix of second derivatives one that can be inverted. */
const ridge = 1e-12;

/**
 * Fits a logistic function to outcomes (Platt, "Probabilistic outputs for support vector machines", 1999), by Newton's
 * method with backtracking as Lin, Lin and Weng have it ("A note on Platt's probabilistic outputs for support vector
 * machines", 2007). Outcomes are drawn in from 0 and 1 by what one row more of each kind would do.
 * @param outcomes 1 where it happened, else 0
 * @throws RangeError without rows
 */
export function fitPlatt(scores: Float64Array, outcomes: Float64Array): Sigmoid {
  if (scores.length === 0) throw new RangeError('There are no rows to calibrate on.');
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (scores.length - positives + 2);
  const targets = outcomes.map((outcome) => (outcome === 1 ? high : low));
  let slope = 0;
  let offset = Math.log((positives + 1) / (scores.length - positives + 1));
  let loss = lossOf(scores, targets, slope, offset);
  for (let step = 0; step < mostSteps; step++) {
    const [bySlope, byOffset, slopes, crossed, offsets] = derivatives(
      scores,
      targets,
      slope,
      offset,
    );
    if (Math.abs(bySlope) < flatEnough && Math.abs(byOffset) < flatEnough) break;
    const determinant = slopes * offsets - crossed * crossed;
    const toSlope = -(offsets * bySlope - crossed * byOffset) / determinant;
    const toOffset = -(slopes * byOffset - crossed * bySlope) / determinant;
    const descent = bySlope * toSlope + byOffset * toOffset;
    let length = 1;
    for (; length >= smallestStep; length /= 2) {
      const next = lossOf(scores, targets, slope + length * toSlope, offset + length * toOffset);
      if (next >= loss + 1e-4 * length * descent) continue;
      slope += length * toSlope;
      offset += length * toOffset;
      loss = next;
      break;
    }
    if (length < smallestStep) break;
  }
  return { slope, offset };
}

/** Cross entropy, without overflow however large the scores are. */
function lossOf(
  scores: Float64Array,
  targets: Float64Array,
  slope: number,
  offset: number,
): number {
  let loss = 0;
  for (let row = 0; row < scores.length; row++) {
    const raw = slope * (scores[row] ?? 0) + offset;
    const against = (1 - (targets[row] ?? 0)) * raw;
    loss +=
      raw >= 0 ? against + Math.log1p(Math.exp(-raw)) : against - raw + Math.log1p(Math.exp(raw));
  }
  return loss;
}

/** First derivatives by slope and offset, then the second ones. */
function derivatives(
  scores: Float64Array,
  targets: Float64Array,
  slope: number,
  offset: number,
): readonly [number, number, number, number, number] {
  let bySlope = 0;
  let byOffset = 0;
  let slopes = ridge;
  let crossed = 0;
  let offsets = ridge;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? 0;
    const share = 1 / (1 + Math.exp(-(slope * score + offset)));
    const off = share - (targets[row] ?? 0);
    const curvature = share * (1 - share);
    bySlope += off * score;
    byOffset += off;
    slopes += curvature * score * score;
    crossed += curvature * score;
    offsets += curvature;
  }
  return [bySlope, byOffset, slopes, crossed, offsets];
}
