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
  const reason = whyUnfit(asked, task);
  if (reason === undefined) return asked;
  throw new PlatformError('failed_precondition', reason);
}

/** Why a metric cannot be what candidates of a task are chosen by; undefined when it can. */
export function whyUnfit(metric: string, task: TaskType): string | undefined {
  if (metricOf(metric)?.tasks.includes(task) !== false) return undefined;
  const fitting = metricCatalogue.filter(({ tasks }) => tasks.some((each) => each === task));
  return `The metric ${metric} says nothing of the task ${task}: ask for ${fitting.map(({ name }) => name).join(', ')}, or for another task.`;
}
