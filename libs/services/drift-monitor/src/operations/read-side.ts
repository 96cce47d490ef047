import { decodeFrame, FrameFormatError, type Frame } from '@millrace/frame';
import type { DriftSide } from '@millrace/api';
import { PlatformError } from '@millrace/platform';
import type { Answer } from '../domain/answers.js';
import { predictionFrame } from '../domain/prediction-frame.js';
import type { DriftContext } from './drift-context.js';
import { lookUpDataset, lookUpModel } from './look-up.js';
import { readHoldoutAnswers } from './read-holdout-answers.js';
import { readObject } from './read-object.js';
import { readPredictions } from './read-predictions.js';

function readFrame(bytes: Uint8Array): Frame {
  try {
    return decodeFrame(bytes);
  } catch (error) {
    if (!(error instanceof FrameFormatError)) throw error;
    throw new PlatformError('corrupt', `The stored rows cannot be read: ${error.message}`, {
      cause: error,
    });
  }
}

/** One side of a comparison, with the columns it can speak of when those are fewer than its frame's. */
export interface ReadSide {
  readonly frame: Frame;
  readonly inputs?: ReadonlySet<string>;
  /** What the model said of such rows; empty where that is not known. */
  readonly answers?: () => Promise<readonly Answer[]>;
}

export interface SideRequest {
  readonly side: DriftSide;
  readonly reportId: string;
  /** Of a window the monitor made: only predictions of this version count. */
  readonly modelVersion?: number | undefined;
  readonly signal: AbortSignal;
}

/** @throws PlatformError `not_found`, `unavailable`, `corrupt`, `failed_precondition` without predictions */
export async function readSide(
  context: DriftContext,
  { side, reportId, modelVersion, signal }: SideRequest,
): Promise<ReadSide> {
  if ('dataset' in side) {
    const { frameKey } = await lookUpDataset(context, side, signal);
    return { frame: readFrame(await readObject(context, frameKey, signal)) };
  }
  if ('model' in side) {
    const { lineage, runId } = await lookUpModel(context, side, signal);
    return {
      frame: readFrame(await readObject(context, lineage.frameKey, signal)),
      answers: () => readHoldoutAnswers(context, runId, signal),
    };
  }
  const { model, from, to } = side.predictions;
  const { inputs } = await lookUpModel(context, { model, version: modelVersion }, signal);
  const rows = await readPredictions(context, {
    model,
    from,
    to,
    reportId,
    modelVersion,
    signal,
  });
  if (rows.length === 0) {
    throw new PlatformError(
      'failed_precondition',
      `No predictions of the model "${model}" have been logged in this window.`,
    );
  }
  return {
    frame: predictionFrame(
      rows.map(({ features }) => features),
      inputs,
    ),
    inputs: new Set(inputs.map(({ name }) => name)),
    answers: () => Promise.resolve(rows.map(({ answer }) => answer)),
  };
}
