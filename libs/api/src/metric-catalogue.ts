/** What a metric says, for whoever shows or compares it. */
export interface MetricDescription {
  readonly name: string;
  /** For a heading. */
  readonly label: string;
  readonly tasks: readonly ('binary' | 'multiclass' | 'regression')[];
  readonly better: 'higher' | 'lower';
  /** What the number counts, in words. */
  readonly unit: string;
}

const classes = ['binary', 'multiclass'] as const;
const twoClasses = ['binary'] as const;
const severalClasses = ['multiclass'] as const;
const quantities = ['regression'] as const;

/** The metrics that a run can be chosen by: those of the learning library, which a spec of the trainer compares. */
export const metricCatalogue = [
  { name: 'accuracy', label: 'Accuracy', tasks: classes, better: 'higher', unit: 'share of rows' },
  {
    name: 'balancedAccuracy',
    label: 'Balanced accuracy',
    tasks: classes,
    better: 'higher',
    unit: 'mean share of rows',
  },
  {
    name: 'precision',
    label: 'Precision',
    tasks: classes,
    better: 'higher',
    unit: 'mean share of predictions',
  },
  { name: 'recall', label: 'Recall', tasks: classes, better: 'higher', unit: 'mean share of rows' },
  {
    name: 'f1',
    label: 'F1',
    tasks: classes,
    better: 'higher',
    unit: 'mean harmonic mean of shares',
  },
  {
    name: 'precisionBinary',
    label: 'Precision, positive class',
    tasks: twoClasses,
    better: 'higher',
    unit: 'share of predictions',
  },
  {
    name: 'recallBinary',
    label: 'Recall, positive class',
    tasks: twoClasses,
    better: 'higher',
    unit: 'share of rows',
  },
  {
    name: 'f1Binary',
    label: 'F1, positive class',
    tasks: twoClasses,
    better: 'higher',
    unit: 'harmonic mean of shares',
  },
  {
    name: 'precisionMicro',
    label: 'Precision, micro',
    tasks: classes,
    better: 'higher',
    unit: 'share of predictions',
  },
  {
    name: 'recallMicro',
    label: 'Recall, micro',
    tasks: classes,
    better: 'higher',
    unit: 'share of rows',
  },
  {
    name: 'f1Micro',
    label: 'F1, micro',
    tasks: classes,
    better: 'higher',
    unit: 'harmonic mean of shares',
  },
  {
    name: 'precisionWeighted',
    label: 'Precision, weighted',
    tasks: classes,
    better: 'higher',
    unit: 'weighted mean share',
  },
  {
    name: 'recallWeighted',
    label: 'Recall, weighted',
    tasks: classes,
    better: 'higher',
    unit: 'weighted mean share',
  },
  {
    name: 'f1Weighted',
    label: 'F1, weighted',
    tasks: classes,
    better: 'higher',
    unit: 'weighted harmonic mean',
  },
  {
    name: 'rocAuc',
    label: 'ROC AUC',
    tasks: classes,
    better: 'higher',
    unit: 'area under a curve of shares',
  },
  {
    name: 'rocAucWeighted',
    label: 'ROC AUC, weighted',
    tasks: severalClasses,
    better: 'higher',
    unit: 'area under curves of shares',
  },
  {
    name: 'averagePrecision',
    label: 'Average precision',
    tasks: classes,
    better: 'higher',
    unit: 'mean share of predictions',
  },
  { name: 'mcc', label: 'MCC', tasks: classes, better: 'higher', unit: 'correlation from -1 to 1' },
  {
    name: 'cohenKappa',
    label: 'Cohen’s kappa',
    tasks: classes,
    better: 'higher',
    unit: 'agreement beyond chance',
  },
  { name: 'logLoss', label: 'Log loss', tasks: classes, better: 'lower', unit: 'nats a row' },
  {
    name: 'brierScore',
    label: 'Brier score',
    tasks: classes,
    better: 'lower',
    unit: 'squared probability a row',
  },
  { name: 'rmse', label: 'RMSE', tasks: quantities, better: 'lower', unit: 'unit of the target' },
  { name: 'mae', label: 'MAE', tasks: quantities, better: 'lower', unit: 'unit of the target' },
  {
    name: 'medianAbsoluteError',
    label: 'Median absolute error',
    tasks: quantities,
    better: 'lower',
    unit: 'unit of the target',
  },
  {
    name: 'mape',
    label: 'MAPE',
    tasks: quantities,
    better: 'lower',
    unit: 'share of the actual value',
  },
  { name: 'r2', label: 'R²', tasks: quantities, better: 'higher', unit: 'share of the variance' },
] as const satisfies readonly MetricDescription[];

export type MetricName = (typeof metricCatalogue)[number]['name'];

/** The metric of that name; undefined for one that is not ours, such as a run of another tool may carry. */
export function metricOf(name: string): MetricDescription | undefined {
  return metricCatalogue.find((metric) => metric.name === name);
}

/** Whether a greater value is the better one. Of a metric that is not ours, its name has to tell. */
export function higherIsBetter(name: string): boolean {
  const known = metricOf(name);
  return known ? known.better === 'higher' : !costs.test(name);
}

const costs = /loss|error|rmse|mse|mae|mape|brier|deviance|seconds|micros/i;
