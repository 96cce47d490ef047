import type { EvaluationBody, ExplanationBody, SliceBody } from '@millrace/api';
import { facts, table } from './table.js';

const worstSlices = 5;

/** How the winner of a run did on the holdout: figures with their intervals, what was taken for what, the worst slices. */
export function describeEvaluation(evaluation: EvaluationBody): string {
  const { metrics, intervals, rows, slices = [] } = evaluation;
  const figures = table(
    ['metric', 'holdout', ...(intervals ? [`${intervals.confidence * 100}% interval`] : [])],
    Object.entries(metrics).map(([name, value]) => {
      const interval = intervals?.metrics[name];
      return [
        name,
        value.toFixed(4),
        ...(intervals
          ? [interval && `${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}`]
          : []),
      ];
    }),
  );
  const parts = [facts([['holdout rows', rows]]), figures];
  if (evaluation.kind === 'classes') {
    const { classes, confusion, decision } = evaluation;
    const labels = classes.map(({ label }) => label);
    parts.push(
      table(
        ['actual \\ predicted', ...labels],
        confusion.map((row, index) => [labels[index], ...row]),
      ),
    );
    if (decision) {
      parts.push(
        facts([
          ['calibration', decision.calibration.method],
          ['threshold', decision.threshold?.threshold.toPrecision(4)],
        ]),
      );
    }
  }
  if (slices.length > 0) {
    const [first] = slices;
    const names = Object.keys(first?.metrics ?? {});
    parts.push(
      table(
        ['where it does worst', 'rows', ...names],
        slices
          .slice(0, worstSlices)
          .map((slice) => [
            describeSlice(slice),
            slice.rows,
            ...names.map((name) => slice.metrics[name]?.toFixed(4)),
          ]),
      ),
    );
  }
  return parts.join('\n\n');
}

function describeSlice({ column, value }: SliceBody): string {
  switch (value.kind) {
    case 'category':
      return `${column} is ${value.category}`;
    case 'range':
      return `${column} from ${Number(value.from.toPrecision(4))} to ${Number(value.to.toPrecision(4))}`;
    case 'missing':
      return `${column} is missing`;
  }
}

/** What the winner of a run leans on, the greatest first. */
export function describeExplanation({ importance }: ExplanationBody): string {
  const { metric, rows, repeats, features } = importance;
  return [
    `What ${metric} loses when a feature's values are dealt out anew among ${rows} holdout rows, ${repeats} times:`,
    table(
      ['feature', 'loss', 'deviation'],
      features.map(({ feature, mean, standardDeviation }) => [
        feature,
        mean.toFixed(4),
        standardDeviation.toFixed(4),
      ]),
    ),
  ].join('\n');
}
