import type { ModelState } from '../model/model.js';

/** The smallest model there is: of two classes, whatever the row. */
export const priorModel: ModelState = {
  algorithm: 'baseline',
  task: 'binary',
  target: 'label',
  classes: ['no', 'yes'],
  features: [{ kind: 'numeric', name: 'x', type: 'integer', missing: false }],
  scorer: { kind: 'prior', prior: Float64Array.of(0.25, 0.75) },
};
