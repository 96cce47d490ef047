import { z } from 'zod';

const importanceSchema = z.object({
  feature: z.string(),
  /** What the metric loses when the values of the feature are dealt out anew; below 0 where it gains. */
  mean: z.number(),
  standardDeviation: z.number(),
});

const dependenceSchema = z.object({
  feature: z.string(),
  kind: z.enum(['numeric', 'categorical']),
  points: z.array(
    z.object({
      /** What every row is given: a number, a category, or null for a missing value. */
      value: z.union([z.number(), z.string()]).nullable(),
      /** Share of the rows that have this value, or are nearest to it. */
      share: z.number(),
      /** Mean answers then, in the order of `answers`. */
      answers: z.array(z.number()),
    }),
  ),
});
export type PartialDependenceBody = z.output<typeof dependenceSchema>;

/** What a model leans on, and how its answers go with the features: of the holdout rows, or a sample of them. */
export const explanationSchema = z.object({
  importance: z.object({
    metric: z.string(),
    /** The metric of the rows as they are; with its sign turned where less of it is better. */
    score: z.number(),
    rows: z.int(),
    repeats: z.int(),
    /** The greatest first. */
    features: z.array(importanceSchema),
  }),
  partialDependence: z.object({
    /** The classes, or the column that was learned. */
    answers: z.array(z.string()),
    rows: z.int(),
    /** Of the most important features. */
    features: z.array(dependenceSchema),
  }),
});
export type ExplanationBody = z.output<typeof explanationSchema>;
