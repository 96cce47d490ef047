import type { EvaluationBody } from '@millrace/api';

const figures = { precision: 1, recall: 1, f1: 1 };
const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** An evaluation of classes `a` and `b` that says how often which was predicted. @param confusion `[actual][predicted]` */
export function ofClasses(confusion: number[][]): EvaluationBody {
  const [a = [], b = []] = confusion;
  return {
    kind: 'classes',
    metrics: {},
    classes: [
      { label: 'a', ...figures, support: sumOf(a) },
      { label: 'b', ...figures, support: sumOf(b) },
    ],
    confusion,
    rows: sumOf([...a, ...b]),
  };
}

/** An evaluation of quantities that kept these answers. */
export function ofQuantities(predicted: number[] | undefined): EvaluationBody {
  return {
    kind: 'quantities',
    metrics: {},
    rows: predicted?.length ?? 0,
    ...(predicted && { points: { actual: predicted, predicted } }),
  };
}
