import { createHash } from 'node:crypto';

/**
 * The registry's run of one candidate: a UUID (version 8, RFC 9562) made of the training run and the algorithm, so
 * that a repeated step speaks of the same run.
 */
export function candidateRunId(trainingRunId: string, algorithm: string): string {
  const hex = createHash('sha256').update(`${trainingRunId}\n${algorithm}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
