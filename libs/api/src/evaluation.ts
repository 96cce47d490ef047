import { z } from 'zod';
import { classMetricsSchema, metricsSchema } from './shapes.js';

const intervalsSchema = z.object({
  /** Share of rows like these for which the metric is between the ends. */
  confidence: z.number(),
  resamples: z.int(),
  metrics: z.record(z.string(), z.object({ low: z.number(), high: z.number() })),
});

/** Rows with something in common, and how the model does on them. */
export const sliceSchema = z.object({
  column: z.string(),
  value: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('category'), category: z.string() }),
    /** Numbers, both ends included. */
    z.object({ kind: z.literal('range'), from: z.number(), to: z.number() }),
    z.object({ kind: z.literal('missing') }),
  ]),
  rows: z.int(),
  metrics: metricsSchema,
});
export type SliceBody = z.output<typeof sliceSchema>;

const learningCurvePointSchema = z.object({
  rows: z.int(),
  /** Of training rows that took no part in the fit. */
  validation: metricsSchema,
  /** Of the rows of the fit. */
  training: metricsSchema,
});
export type LearningCurvePointBody = z.output<typeof learningCurvePointSchema>;

/** One class against the rest; every rate and probability is from 0 to 1. */
export const classCurvesSchema = z.object({
  label: z.string(),
  roc: z.object({
    falsePositiveRates: z.array(z.number()),
    truePositiveRates: z.array(z.number()),
  }),
  /** Steps: the precision from the recall before up to this one. */
  precisionRecall: z.object({ recalls: z.array(z.number()), precisions: z.array(z.number()) }),
  calibration: z.array(z.object({ predicted: z.number(), observed: z.number(), rows: z.int() })),
});
export type ClassCurvesBody = z.output<typeof classCurvesSchema>;

/** What a run's own evaluation has, and the summaries in its leaderboard have not. */
const details = {
  intervals: intervalsSchema.optional(),
  /** Where the model does worst, worst first. */
  slices: z.array(sliceSchema).optional(),
  learningCurve: z.array(learningCurvePointSchema).optional(),
};

/** How probabilities are put right and become classes: learned from training rows by models that had not learned from them. */
export const decisionSchema = z.object({
  calibration: z.object({
    method: z.enum(['none', 'isotonic', 'platt']),
    /** In nats a row. */
    logLoss: z.object({ before: z.number(), after: z.number() }),
  }),
  /** Of two classes: a row is taken for the second above it; absent where the likelier is taken. */
  threshold: z
    .object({
      threshold: z.number(),
      metric: z.string(),
      /** Of folds that had no part in choosing it, with it and with 0.5. */
      validation: z.object({ tuned: z.number(), even: z.number() }),
    })
    .optional(),
});
export type DecisionBody = z.output<typeof decisionSchema>;

export const classEvaluationSchema = z.object({
  kind: z.literal('classes'),
  metrics: metricsSchema,
  classes: z.array(classMetricsSchema),
  /** `confusion[actual][predicted]`, in the order of `classes`. */
  confusion: z.array(z.array(z.int())),
  rows: z.int(),
  /** Of the second of two classes; of several, of each of the most frequent. */
  curves: z.array(classCurvesSchema).optional(),
  decision: decisionSchema.optional(),
  ...details,
});

export const quantityEvaluationSchema = z.object({
  kind: z.literal('quantities'),
  metrics: metricsSchema,
  rows: z.int(),
  /** Of every row, or of a sample. */
  points: z.object({ actual: z.array(z.number()), predicted: z.array(z.number()) }).optional(),
  /** How many rows have which residual, actual less predicted. */
  residuals: z.object({ edges: z.array(z.number()), counts: z.array(z.int()) }).optional(),
  ...details,
});

/** How a model did on rows it had not seen: one that tells classes apart, or one that says a quantity. */
export const evaluationSchema = z.discriminatedUnion('kind', [
  classEvaluationSchema,
  quantityEvaluationSchema,
]);
export type EvaluationBody = z.output<typeof evaluationSchema>;
