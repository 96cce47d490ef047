import type { DriftSide } from '@millrace/api';
import { scopeHeaders } from '@millrace/platform';
import type { ComparisonOptions, DriftDatabase } from './drift-tables.js';

export interface NewReport {
  readonly id: string;
  readonly subject: string;
  readonly mode: 'dataset' | 'predictions';
  readonly reference: DriftSide;
  readonly current: DriftSide;
  readonly options: ComparisonOptions;
  /** Given when the verdict may ask for this model's training. */
  readonly watched?: { readonly model: string; readonly version: number };
  readonly createdAt: Date;
}

/** Adds a report that waits to be computed; a report of the same id is the same report. */
export async function insertReport(
  db: DriftDatabase,
  { id, subject, mode, reference, current, options, watched, createdAt }: NewReport,
): Promise<void> {
  await db
    .insertInto('drift_report')
    .values({
      id,
      subject,
      mode,
      reference: JSON.stringify(reference),
      current: JSON.stringify(current),
      options: JSON.stringify(options),
      model: watched?.model ?? null,
      model_version: watched?.version ?? null,
      status: 'running',
      reason: null,
      result: null,
      drifted: null,
      share: null,
      retraining_decision: null,
      retraining_reason: null,
      created_at: createdAt,
      attempts: 0,
      lease_owner: null,
      lease_until: null,
      scope: JSON.stringify(scopeHeaders()),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
