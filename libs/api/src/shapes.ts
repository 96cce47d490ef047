import { z } from 'zod';

/** Names of datasets, models and aliases. */
export const nameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    'must start with a letter or digit and use only letters, digits, ".", "_" and "-", 128 at most',
  );

export const versionParam = z.coerce
  .number()
  .int()
  .positive()
  .max(2 ** 31 - 1);

export const pageQuery = z.object({
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
  pageToken: z.string().max(200).optional(),
});

/** A list, with the token of its next page when there is one. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextPageToken: z.string().optional() });
}

export const timeSchema = z.iso.datetime();

/** RFC 9457 problem document. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Correlation id: find the request in the logs by it. */
  instance: z.string().optional(),
  errors: z
    .array(
      z.object({ field: z.string().optional(), line: z.int().optional(), message: z.string() }),
    )
    .optional(),
});
export type Problem = z.output<typeof problemSchema>;

export const columnSchema = z.object({
  name: z.string(),
  type: z.enum(['integer', 'number', 'boolean', 'string']),
});

/** Two classes, several, or a quantity. */
export const taskSchema = z.enum(['binary', 'multiclass', 'regression']);

/** Metric name to value, such as accuracy, precision, recall, f1 (macro), logLoss. */
export const metricsSchema = z.record(z.string(), z.number());

export const classMetricsSchema = z.object({
  label: z.string(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  support: z.int(),
});
