const rounds = 40;
/** Rows that are enough to tell weights by. */
const mostRows = 20_000;
const leastShare = 1e-15;

/**
 * Greedy ensemble selection (Caruana et al., "Ensemble selection from libraries of models", 2004): again and again the
 * member that lowers the loss of the mean most is added, the same one as often as it helps. Weights are how often each
 * was taken.
 * @param members what the loss is made of: of each candidate, one number for each row that it had not learned from
 * @returns one weight for each member, summing to 1; the same for all where there are no rows
 * @throws RangeError without members
 */
export function selectWeights(
  members: readonly Float64Array[],
  lossOfMean: LossOfMean,
): Float64Array {
  const [first] = members;
  if (!first) throw new RangeError('There are no members to weigh.');
  const step = Math.max(1, Math.ceil(first.length / mostRows));
  const sampled = members.map((member) => member.filter((_, row) => row % step === 0));
  const rows = sampled[0]?.length ?? 0;
  if (rows === 0) return new Float64Array(members.length).fill(1 / members.length);
  const sums = new Float64Array(rows);
  const taken = new Float64Array(members.length);
  let best = { loss: Infinity, weights: taken.slice() };
  for (let round = 1; round <= rounds; round++) {
    let chosen = 0;
    let least = Infinity;
    sampled.forEach((member, index) => {
      const loss = lossOfMean(sums, member, round);
      if (loss < least) {
        least = loss;
        chosen = index;
      }
    });
    const member = sampled[chosen] ?? sums;
    for (let row = 0; row < rows; row++) sums[row] = (sums[row] ?? 0) + (member[row] ?? 0);
    taken[chosen] = (taken[chosen] ?? 0) + 1;
    if (least < best.loss) best = { loss: least, weights: taken.map((count) => count / round) };
  }
  return best.weights;
}

/** The loss of the mean of `count` members: one of them, and the sums of the others. */
export type LossOfMean = (sums: Float64Array, member: Float64Array, count: number) => number;

/** Of the probabilities that the classes of the rows were given. */
export function logLossOfMean(sums: Float64Array, member: Float64Array, count: number): number {
  let loss = 0;
  for (let row = 0; row < sums.length; row++) {
    loss -= Math.log(Math.max(((sums[row] ?? 0) + (member[row] ?? 0)) / count, leastShare));
  }
  return loss;
}

/** Of how far off the answers to the rows were. */
export function squaredErrorOfMean(
  sums: Float64Array,
  member: Float64Array,
  count: number,
): number {
  let loss = 0;
  for (let row = 0; row < sums.length; row++) {
    loss += (((sums[row] ?? 0) + (member[row] ?? 0)) / count) ** 2;
  }
  return loss;
}
