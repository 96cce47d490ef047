import { algorithmsFor, baselineAlgorithm, knownAlgorithms, type TaskType } from './learning.js';

export { knownAlgorithms };

/** The algorithms of a run: those asked for, or all that can do its task; the baseline always among them, each once. */
export function algorithmsOf(asked: readonly string[], task: TaskType): string[] {
  return [...new Set([baselineAlgorithm, ...(asked.length > 0 ? asked : algorithmsFor(task))])];
}
