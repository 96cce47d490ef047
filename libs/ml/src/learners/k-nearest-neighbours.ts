import { fitDesign } from '../design/design.js';
import { everyTask, type Learner } from './learner.js';
import { positiveInteger } from './parameters.js';

/**
 * The training rows nearest to a row decide (Fix and Hodges 1951). Numbers are compared in standard deviations, categories
 * differ by 1 or not at all; a missing number is taken for the median.
 */
export const kNearestNeighbours: Learner = {
  algorithm: 'k-nearest-neighbours',
  tasks: everyTask,
  defaults: { neighbours: 15 },
  // What takes time is not the fit but every answer: a quarter as many of them as there are rows.
  estimateSeconds: ({ rows, features }) => (rows * rows * features * 1.5e-9) / 4,
  fit({ features, table, target }, { parameters }) {
    const { terms } = fitDesign(features, table);
    // A missing category is a level of its own: model files hold no NaN.
    const fills = Float64Array.from(terms, (term) => (term.kind === 'numeric' ? term.median : -1));
    const points = table.values.map((value, at) =>
      Number.isNaN(value) ? (fills[at % table.columns] ?? 0) : value,
    );
    return {
      kind: 'neighbours',
      neighbours: Int32Array.of(Math.min(positiveInteger(parameters, 'neighbours'), table.rows)),
      scales: Float64Array.from(terms, (term) => (term.kind === 'numeric' ? term.scale : 1)),
      fills,
      points,
      targets: Float64Array.from(target.kind === 'classes' ? target.codes : target.values),
    };
  },
};
