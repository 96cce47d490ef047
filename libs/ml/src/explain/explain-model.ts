import type { Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import type { ModelState } from '../model/model.js';
import { createExplainer } from './create-explainer.js';
import { contributionsOf, type Explainer, type ScoreScale } from './explainer.js';

export interface Explanation {
  /** One for each score. */
  readonly baseValues: Float64Array;
  /** rows x scores x features, row-major: adds up to the score less its base value. */
  readonly contributions: Float64Array;
}

/** Explains the rows of tables, `steps` those whose columns are the inputs of the signature, in their order. */
export interface ModelExplainer extends Explainer {
  /** Names of the features, in their order. */
  readonly features: readonly string[];
  /** What each score speaks of: the classes, the second of two, or the target. */
  readonly scores: readonly string[];
  /**
   * Columns are found by name, others ignored.
   * @throws SignatureMismatch when an input is absent or of another kind
   */
  explain(frame: Frame): Explanation;
}

/**
 * The explainer of a decoded model; ready once, it serves any number of tables.
 * @throws RangeError when the arrays of the model do not fit together
 */
export function explainerOfModel({
  features,
  classes,
  target,
  scorer,
}: ModelState): ModelExplainer {
  const explainer = createExplainer(scorer, { features, outputs: Math.max(1, classes.length) });
  const { baseValues } = explainer;
  return {
    ...explainer,
    features: features.map(({ name }) => name),
    scores: scoreNames(explainer.scale, classes, target),
    explain: (frame) => ({
      baseValues,
      contributions: contributionsOf(explainer, encodeFrame(features, frame)),
    }),
  };
}

function scoreNames(scale: ScoreScale, classes: readonly string[], target: string) {
  if (scale === 'value') return [target];
  return scale === 'log-odds' ? classes.slice(1) : classes;
}
