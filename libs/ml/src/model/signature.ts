import type { ColumnType } from '@millrace/frame';
import type { Feature } from '../features/feature-table.js';
import type { TaskType } from '../learners/learner.js';

/** A column a model takes. */
export interface ModelInput {
  readonly name: string;
  readonly type: ColumnType;
  /** Categories known from training; others are taken for none of them. */
  readonly categories?: readonly string[];
}

/** What a model takes and what it tells. */
export interface ModelSignature {
  readonly inputs: readonly ModelInput[];
  readonly task: TaskType;
  /** The column it learned. */
  readonly target: string;
  /** The classes, in the order of its probabilities; none for a regression. */
  readonly classes: readonly string[];
}

/** Of two classes the one that metrics, curves and the threshold are of; undefined where there are not two. */
export function positiveClassOf(classes: readonly string[]): string | undefined {
  return classes.length === 2 ? classes[1] : undefined;
}

export function signatureOf(
  features: readonly Feature[],
  { task, target, classes }: Pick<ModelSignature, 'task' | 'target' | 'classes'>,
): ModelSignature {
  return {
    inputs: features.map((feature) => ({
      name: feature.name,
      type: feature.type,
      ...(feature.kind === 'categorical' && { categories: feature.categories }),
    })),
    task,
    target,
    classes,
  };
}
