import type { z } from 'zod';
import type { driftApi, DriftSide } from '@millrace/api';
import { PlatformError } from '@millrace/platform';
import { insertReport } from '../store/insert-report.js';
import type { ComparisonOptions } from '../store/drift-tables.js';
import type { DriftContext } from './drift-context.js';
import { lookUpDataset, lookUpModel } from './look-up.js';

export type ReportRequest = z.output<typeof driftApi.createDriftReportBody>;

/**
 * Begins a report that somebody asked for. Versions left open are settled now, so that the report says what it
 * compared even when newer ones come.
 * @returns the report's id
 * @throws PlatformError `not_found` for an unknown dataset or model, `invalid_argument` for sides that are not clear
 */
export async function requestReport(
  context: DriftContext,
  request: ReportRequest,
  signal?: AbortSignal,
): Promise<string> {
  const { reference, current } = await chooseSides(context, request, signal);
  const settled = {
    reference: await settle(context, reference, signal),
    current: await settle(context, current, signal),
  };
  const { driftShare = context.policy.driftShare, thresholds } = request;
  const options: ComparisonOptions = {
    ...(driftShare !== undefined && { driftShare }),
    ...(thresholds && { thresholds }),
  };
  const id = context.ids.next();
  await insertReport(context.db, {
    id,
    subject: request.model ?? request.dataset ?? subjectOf(settled.current),
    mode:
      'predictions' in settled.reference || 'predictions' in settled.current
        ? 'predictions'
        : 'dataset',
    ...settled,
    options,
    createdAt: context.clock.now(),
  });
  return id;
}

async function chooseSides(
  context: DriftContext,
  { model, dataset, reference, current }: ReportRequest,
  signal?: AbortSignal,
): Promise<{ reference: DriftSide; current: DriftSide }> {
  if (model !== undefined && dataset !== undefined) {
    throw unclear('dataset', 'cannot be given together with model');
  }
  if (model !== undefined) {
    return { reference: reference ?? { model }, current: current ?? { predictions: { model } } };
  }
  if (dataset !== undefined) {
    const newest = current ?? (await settle(context, { dataset }, signal));
    return { reference: reference ?? versionBefore(dataset, newest), current: newest };
  }
  if (!reference) throw unclear('reference', 'is needed without a model or a dataset');
  if (!current) throw unclear('current', 'is needed without a model or a dataset');
  return { reference, current };
}

function versionBefore(dataset: string, current: DriftSide): DriftSide {
  if ('dataset' in current && current.dataset === dataset && current.version !== undefined) {
    if (current.version > 1) return { dataset, version: current.version - 1 };
    throw unclear('reference', `is needed: version 1 of "${dataset}" has none before it`);
  }
  return { dataset };
}

/** Checks that the side exists and fills in the version it means. */
async function settle(
  context: DriftContext,
  side: DriftSide,
  signal?: AbortSignal,
): Promise<DriftSide> {
  if ('dataset' in side) {
    const { dataset, version } = await lookUpDataset(context, side, signal);
    return { dataset, version };
  }
  if ('model' in side) {
    const { version } = await lookUpModel(context, side, signal);
    return { model: side.model, version };
  }
  await lookUpModel(context, { model: side.predictions.model }, signal);
  return side;
}

function subjectOf(side: DriftSide): string {
  if ('dataset' in side) return side.dataset;
  return 'model' in side ? side.model : side.predictions.model;
}

const unclear = (field: string, message: string) =>
  new PlatformError('invalid_argument', 'It is not clear what to compare.', {
    faults: [{ field, message }],
  });
