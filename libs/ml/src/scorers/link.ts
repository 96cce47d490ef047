import type { Link } from './scorer-state.js';

/** Raw scores that a link takes. */
export function scoresOf(link: Link, outputs: number): number {
  return link === 'logistic' ? 1 : outputs;
}

/** @throws RangeError when the link does not lead to so many outputs */
export function checkLink(link: Link, outputs: number): void {
  const fits =
    link === 'identity' ? outputs === 1 : link === 'logistic' ? outputs === 2 : outputs > 1;
  if (!fits)
    throw new RangeError(`A link of the kind ${link} does not lead to ${outputs} outputs.`);
}

/**
 * Turns the raw scores of one row into its answers.
 * @param at where the row's answers begin
 */
export function applyLink(
  link: Link,
  scores: Float64Array,
  answers: Float64Array,
  at: number,
): void {
  if (link === 'logistic') {
    const share = 1 / (1 + Math.exp(-(scores[0] ?? 0)));
    answers[at] = 1 - share;
    answers[at + 1] = share;
    return;
  }
  if (link === 'identity') {
    answers[at] = scores[0] ?? 0;
    return;
  }
  const outputs = scores.length;
  let total = 0;
  const highest = link === 'softmax' ? highestOf(scores) : 0;
  for (let output = 0; output < outputs; output++) {
    const score = scores[output] ?? 0;
    const share = link === 'softmax' ? Math.exp(score - highest) : 1 / (1 + Math.exp(-score));
    answers[at + output] = share;
    total += share;
  }
  for (let output = 0; output < outputs; output++) {
    // Every class may be denied outright, far from all training rows.
    answers[at + output] = total > 0 ? (answers[at + output] ?? 0) / total : 1 / outputs;
  }
}

function highestOf(scores: Float64Array): number {
  let highest = -Infinity;
  for (const score of scores) highest = Math.max(highest, score);
  return highest;
}
