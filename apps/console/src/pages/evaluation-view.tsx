import type { EvaluationBody } from '@millrace/api';
import { MetricTiles } from '../parts/metric-tiles.js';
import { Section } from '../parts/section.js';
import { ClassCurves } from './class-curves.js';
import { ClassFigures } from './class-figures.js';
import { LearningCurve } from './learning-curve.js';
import { QuantityCharts } from './quantity-charts.js';
import { SlicesTable } from './slices-table.js';

interface EvaluationViewProps {
  readonly evaluation: EvaluationBody;
  /** Name of the candidate. */
  readonly name: string;
  /** What the run was chosen by. */
  readonly metric: string;
}

/** A model scored on rows it has not seen: its figures, and what there is of curves, slices and a learning curve. */
export function EvaluationView({ evaluation, name, metric }: EvaluationViewProps) {
  const { metrics, intervals, rows, slices = [], learningCurve = [] } = evaluation;
  return (
    <>
      <Section
        title={`Holdout of ${name}`}
        hint={`${rows} rows that took no part in training or choosing.`}
      >
        <MetricTiles metrics={metrics} intervals={intervals} />
        {evaluation.kind === 'classes' && <ClassFigures {...evaluation} />}
      </Section>
      {evaluation.kind === 'classes' && evaluation.curves && evaluation.curves.length > 0 && (
        <Section title="Curves" hint={curvesHint(evaluation.curves)}>
          <ClassCurves curves={evaluation.curves} />
        </Section>
      )}
      {evaluation.kind === 'quantities' && (evaluation.points ?? evaluation.residuals) && (
        <Section title="Errors" hint="On the dashed line the model said what was.">
          <QuantityCharts {...evaluation} />
        </Section>
      )}
      {slices.length > 0 && (
        <Section
          title="Where it does worst"
          hint="Rows with the same category, or in the same quarter of a number, of which there are enough to tell."
        >
          <SlicesTable slices={slices} evaluation={evaluation} />
        </Section>
      )}
      {learningCurve.length > 0 && (
        <Section
          title="Would more rows help?"
          hint="Fitted to growing parts of the training rows. While the line of the rows kept out still gets better, they would."
        >
          <LearningCurve points={learningCurve} metric={metric} />
        </Section>
      )}
    </>
  );
}

function curvesHint(curves: readonly { readonly label: string }[]): string {
  const [first] = curves;
  return curves.length === 1
    ? `Of the class ${first?.label ?? ''}.`
    : 'Of each class against the rest.';
}
