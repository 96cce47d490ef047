import { cohenKappa, matthewsCorrelation } from './agreement.js';
import type { ClassMetrics } from './class-metrics.js';

/** What the confusion matrix alone says. */
export type CountMetrics = Readonly<
  Record<
    | 'accuracy'
    | 'balancedAccuracy'
    | `${'precision' | 'recall' | 'f1'}${'' | 'Micro' | 'Weighted'}`
    | 'mcc',
    number
  > &
    Partial<Record<`${'precision' | 'recall' | 'f1'}Binary` | 'cohenKappa', number>>
>;

/**
 * As in `sklearn.metrics` with `zero_division=0`: macro averages are of the classes that are among the rows or
 * predicted, the balanced accuracy of those among the rows, `…Binary` of the second of two classes. Where every row
 * has one class and is given one, micro averages are all the accuracy.
 * @param confusion `confusion[actual][predicted]`, at least one row counted
 * @param classes of the same matrix
 */
export function countMetrics(
  confusion: readonly (readonly number[])[],
  classes: readonly ClassMetrics[],
): CountMetrics {
  const seen = classes.filter(
    ({ support }, code) => support > 0 || confusion.some((row) => (row[code] ?? 0) > 0),
  );
  const rows = classes.reduce((sum, { support }) => sum + support, 0);
  const hits = classes.reduce((sum, _, code) => sum + (confusion[code]?.[code] ?? 0), 0);
  const macro = (figure: Figure) => mean(seen.map((each) => each[figure]));
  const weighted = (figure: Figure) =>
    classes.reduce((sum, each) => sum + each[figure] * each.support, 0) / rows;
  const accuracy = hits / rows;
  const kappa = cohenKappa(confusion);
  return {
    accuracy,
    balancedAccuracy: mean(
      classes.filter(({ support }) => support > 0).map(({ recall }) => recall),
    ),
    precision: macro('precision'),
    recall: macro('recall'),
    f1: macro('f1'),
    ...(classes.length === 2 && classes[1] && ofPositive(classes[1])),
    precisionMicro: accuracy,
    recallMicro: accuracy,
    f1Micro: accuracy,
    precisionWeighted: weighted('precision'),
    recallWeighted: weighted('recall'),
    f1Weighted: weighted('f1'),
    mcc: matthewsCorrelation(confusion),
    ...(kappa !== undefined && { cohenKappa: kappa }),
  };
}

type Figure = 'precision' | 'recall' | 'f1';

function ofPositive({ precision, recall, f1 }: ClassMetrics) {
  return { precisionBinary: precision, recallBinary: recall, f1Binary: f1 };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
