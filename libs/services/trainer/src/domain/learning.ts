import type { EvaluationBody } from '@millrace/api';
import { PlatformError } from '@millrace/platform';

export interface CandidateTask {
  kind: 'validate' | 'refit';
  frame: Uint8Array;
  target: string;
  algorithm: string;
  seed: number;
  parameters?: Record<string, string | number | boolean>;
}
export interface CandidateTaskResult {
  status: 'succeeded' | 'skipped' | 'failed';
  reason?: string;
  parameters: Record<string, number>;
  metrics: Record<string, number>;
  fitSeconds?: number;
  predictMicrosPerRow?: number;
  model?: Uint8Array;
  holdout?: EvaluationBody;
  signature?: Signature;
}
export interface Signature {
  inputs: { name: string; type: 'integer' | 'number' | 'boolean' | 'string' }[];
  target: string;
  classes: string[];
}
export const baselineAlgorithm = 'baseline';
export const knownAlgorithms: readonly string[] = ['baseline', 'a', 'b'];
export function planTraining(
  frame: Uint8Array,
  run: { target: string },
): { task: 'binary' | 'multiclass'; warnings: string[] } {
  if (frame.length === 0) throw new PlatformError('failed_precondition', `one class ${run.target}`);
  return { task: 'binary', warnings: [] };
}
export function validationTask(x: {
  frame: Uint8Array;
  target: string;
  algorithm: string;
  seed: number;
  folds: number;
  metric: string;
}): CandidateTask {
  return {
    kind: 'validate',
    frame: x.frame,
    target: x.target,
    algorithm: x.algorithm,
    seed: x.seed,
  };
}
export function validationOf(r: CandidateTaskResult) {
  return r;
}
export function refitTask(x: {
  frame: Uint8Array;
  target: string;
  algorithm: string;
  seed: number;
  folds: number;
  metric: string;
  parameters: Readonly<Record<string, string | number | boolean>>;
}): CandidateTask {
  return { kind: 'refit', frame: x.frame, target: x.target, algorithm: x.algorithm, seed: x.seed };
}
export function refitOf(r: CandidateTaskResult) {
  return { model: r.model!, holdout: r.holdout!, signature: r.signature!, inputExample: {} };
}
export function scoreModel(
  _model: Uint8Array,
  _x: { frame: Uint8Array; target: string; seed: number },
): Record<string, number> {
  return {};
}
