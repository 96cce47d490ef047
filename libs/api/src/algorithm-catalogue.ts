import type { z } from 'zod';
import type { taskSchema } from './shapes.js';

export interface AlgorithmDescription {
  readonly name: string;
  readonly tasks: readonly z.output<typeof taskSchema>[];
}

const classes = ['binary', 'multiclass'] as const;
const quantities = ['regression'] as const;
const all = [...classes, ...quantities] as const;

/** The algorithms that can be asked for as candidates: those of the learning library, which a spec of the trainer compares. */
export const algorithmCatalogue = [
  { name: 'baseline', tasks: all },
  { name: 'linear-regression', tasks: quantities },
  { name: 'logistic-regression', tasks: classes },
  { name: 'random-forest', tasks: all },
  { name: 'extra-trees', tasks: all },
  { name: 'gradient-boosting', tasks: all },
  { name: 'shallow-boosting', tasks: all },
  { name: 'naive-bayes', tasks: classes },
  { name: 'k-nearest-neighbours', tasks: all },
  { name: 'multilayer-perceptron', tasks: all },
  { name: 'mljs-logistic-regression', tasks: classes },
  { name: 'mljs-random-forest', tasks: classes },
] as const satisfies readonly AlgorithmDescription[];
