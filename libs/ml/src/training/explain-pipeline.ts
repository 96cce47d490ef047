import { explainHoldout, type HoldoutExplanation } from '../explain/explain-holdout.js';
import { encodeFrame } from '../features/encode-frame.js';
import { scoreBy, type MetricName, type Metrics } from '../metrics/metric-catalogue.js';
import { answersPerRow } from '../target/learned-target.js';
import { evaluateAnswers } from './evaluate-answers.js';
import { answerTable, type FittedPipeline } from './fit-pipeline.js';
import type { TrainingData } from './training-data.js';

/**
 * What a fitted pipeline leans on, on the rows that were set aside.
 * @returns undefined where that would take long, or these rows say nothing by the metric
 */
export function explainPipeline(
  { frame, learned, holdout, seed }: TrainingData,
  pipeline: FittedPipeline,
  {
    metric,
    target,
    threshold,
    now,
  }: {
    readonly metric: MetricName;
    readonly target: string;
    readonly threshold?: number;
    readonly now: () => number;
  },
): HoldoutExplanation | undefined {
  const width = answersPerRow(learned);
  const explanation = explainHoldout({
    features: pipeline.features,
    table: encodeFrame(pipeline.features, frame, holdout),
    answersOf: answerTable(pipeline, width),
    metric,
    scoreOf: (answers, places) => {
      const rows = places.map((place) => holdout[place] ?? 0);
      const { metrics } = evaluateAnswers(learned, rows, answers, threshold);
      return scoreBy(metric, (metrics as Metrics)[metric] ?? Number.NaN);
    },
    answers: learned.kind === 'classes' ? learned.labels : [target],
    seed,
    now,
  });
  return explanation && Number.isFinite(explanation.importance.score) ? explanation : undefined;
}
