import type { CandidateTaskResult } from './candidate-task.js';

/**
 * The memory of the files in a result, which a thread may hand over instead of copying it: nothing else lies in it, and
 * whoever computed the result uses it no more.
 */
export function memoryOfResult(result: CandidateTaskResult): ArrayBuffer[] {
  return [...new Set(filesOf(result).map(({ buffer }) => buffer))].filter(
    (buffer) => buffer instanceof ArrayBuffer,
  );
}

function filesOf(result: CandidateTaskResult): readonly Uint8Array[] {
  if (result.kind === 'refit')
    return result.scored ? [result.model, result.scored] : [result.model];
  return result.kind === 'export' && result.status === 'succeeded' ? [result.bytes] : [];
}
