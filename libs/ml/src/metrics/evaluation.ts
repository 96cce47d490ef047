import type { ClassMetrics } from './class-metrics.js';
import type { CountMetrics } from './count-metrics.js';
import type { RankingMetrics } from './ranking-metrics.js';
import type { QuantityMetrics } from './regression-metrics.js';

/** How a model did on rows it had not seen. */
export type Evaluation = ClassEvaluation | QuantityEvaluation;

/** Of a model that tells classes apart. */
export interface ClassEvaluation {
  readonly kind: 'classes';
  readonly metrics: CountMetrics &
    RankingMetrics &
    Readonly<Record<'logLoss' | 'brierScore', number>>;
  readonly classes: readonly ClassMetrics[];
  /** `confusion[actual][predicted]`, in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
  readonly rows: number;
}

/** Of a model that says a quantity. */
export interface QuantityEvaluation {
  readonly kind: 'quantities';
  readonly metrics: QuantityMetrics;
  readonly rows: number;
}
