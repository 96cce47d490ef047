import type { DriftSide } from '@millrace/api';

/** One side of a drift report in words: `iris v2`, `training data of iris v1`, `predictions of iris`. */
export function describeSide(side: DriftSide): string {
  if ('dataset' in side) return side.version ? `${side.dataset} v${side.version}` : side.dataset;
  if ('model' in side) {
    return `training data of ${side.model}${side.version ? ` v${side.version}` : ''}`;
  }
  const { model, from, to } = side.predictions;
  const window = [from && `from ${minute(from)}`, to && `to ${minute(to)}`].filter(Boolean);
  return [`predictions of ${model}`, ...window].join(' ');
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
