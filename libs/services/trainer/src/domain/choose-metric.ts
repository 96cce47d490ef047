import { metricCatalogue, metricOf } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';
import type { TaskType } from './learning.js';

/** Stands for the usual metric of a run's task until that is known. */
export const usualMetric = 'default';

/**
 * The metric that candidates of a run are chosen by: the one asked for, or the usual one of its task.
 * @throws PlatformError `failed_precondition` when the one asked for says nothing of this task
 */
export function metricFor(
  task: TaskType,
  {
    asked,
    usual,
  }: {
    readonly asked: string;
    readonly usual: { readonly classes: string; readonly quantities: string };
  },
): string {
  if (asked === usualMetric) return task === 'regression' ? usual.quantities : usual.classes;
  if (metricOf(asked)?.tasks.includes(task) !== false) return asked;
  const fitting = metricCatalogue.filter(({ tasks }) => tasks.some((each) => each === task));
  throw new PlatformError(
    'failed_precondition',
    `The metric ${asked} says nothing of the task ${task}: ask for ${fitting.map(({ name }) => name).join(', ')}, or for another task.`,
  );
}
