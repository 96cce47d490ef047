import { encodeFrame, parseCsv } from '@millrace/frame';
import { learnerOf, runCandidateTask, type Parameters } from '@millrace/ml';
import type { Table } from './tables.js';

/** Less of what the slow ones do: graphs are no other for it. */
const quicker: Readonly<Record<string, Parameters>> = {
  'mljs-logistic-regression': { steps: 60 },
  'mljs-random-forest': { trees: 5 },
};

/** A model of one algorithm, and the same as ONNX. */
export function exportAlgorithm(
  { csv, target }: Table,
  algorithm: string,
): Readonly<Record<string, Uint8Array>> {
  const parameters = { ...learnerOf(algorithm).defaults, ...quicker[algorithm] };
  const refit = runCandidateTask({
    kind: 'refit',
    frame: encodeFrame(parseCsv(new TextEncoder().encode(csv))),
    target,
    seed: 5,
    algorithm,
    members: [{ algorithm, parameters, weight: 1 }],
    metric: 'f1',
    folds: 3,
  });
  if (refit.kind !== 'refit') throw new Error('A refit was answered with something else.');
  const exported = runCandidateTask({ kind: 'export', algorithm, model: refit.model });
  if (exported.kind !== 'export' || exported.status !== 'succeeded') {
    throw new Error(`${algorithm} could not be written as ONNX.`);
  }
  return { 'model.millrace': refit.model, 'model.onnx': exported.bytes };
}
