import { baselineAlgorithm, knownAlgorithms } from './learning.js';

export { knownAlgorithms };

/** The algorithms of a run: those asked for, or all there are; the baseline always among them, each once. */
export function algorithmsOf(asked: readonly string[]): string[] {
  return [...new Set([baselineAlgorithm, ...(asked.length > 0 ? asked : knownAlgorithms)])];
}
