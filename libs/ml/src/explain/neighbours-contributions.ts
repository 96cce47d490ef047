import { neighboursScorer } from '../scorers/neighbours.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { NeighboursState } from '../scorers/scorer-state.js';
import type { Explainer } from './explainer.js';
import { neighboursGames } from './neighbours-games.js';
import { ordersWithin, shapleyValues } from './shapley-values.js';

/** How often a feature is changed to explain one row, and how many points may be looked at for that altogether. */
const changesPerRow = { fewest: 1024, most: 8192 };
const visitsPerRow = 1e8;
const mostReferences = 64;
/** So many are enough where the orders of the features can then be counted out. */
const fewerReferences = 32;

/**
 * Nearest neighbours are no sum over features, but they keep their training rows: a row is held against some of these, and
 * each feature gets its Shapley value (`shapleyValues`). Every so-many-th of the rows stands for all, in the order of what
 * they taught, so that each class has its share.
 */
export function neighboursExplainer(state: NeighboursState, shape: ScorerShape): Explainer {
  const { points, targets } = state;
  const { features, outputs } = shape;
  const columns = features.length;
  const affordable = Math.floor(visitsPerRow / targets.length);
  const changes = Math.min(changesPerRow.most, Math.max(changesPerRow.fewest, affordable));
  const references = spread(targets, referencesFor(columns, changes));
  const perReference = Math.floor(changes / references.length);
  const orders = ordersWithin(perReference, columns);
  const values = new Float64Array(references.length * columns);
  references.forEach((point, index) => {
    values.set(points.subarray(point * columns, (point + 1) * columns), index * columns);
  });
  const answers = neighboursScorer(state, shape)({ rows: references.length, columns, values });
  const baseValues = new Float64Array(outputs);
  answers.forEach((answer, at) => {
    baseValues[at % outputs] = (baseValues[at % outputs] ?? 0) + answer / references.length;
  });
  const gamesOf = neighboursGames(state, shape, references);
  return {
    scale: outputs === 1 ? 'value' : 'probability',
    method: orders === undefined ? 'exact' : 'sampled',
    calibratedAfterwards: false,
    reference: 'training-rows',
    background: {
      rows: references.length,
      ...(orders !== undefined && { orders: orders * references.length }),
    },
    baseValues,
    steps: (table) => shapleyValues(gamesOf(table), perReference),
  };
}

function referencesFor(columns: number, changes: number): number {
  for (const references of [mostReferences, fewerReferences]) {
    if (ordersWithin(changes / references, columns) === undefined) return references;
  }
  return Math.max(1, Math.min(mostReferences, Math.floor(changes / (2 * columns))));
}

/** @returns as many points as there are, or are wanted */
function spread(targets: Float64Array, wanted: number): Int32Array {
  const order = Int32Array.from(targets.keys()).sort(
    (a, b) => (targets[a] ?? 0) - (targets[b] ?? 0) || a - b,
  );
  const count = Math.min(wanted, order.length);
  return Int32Array.from(
    { length: count },
    (_, index) => order[Math.floor(((index + 0.5) * order.length) / count)] ?? 0,
  );
}
