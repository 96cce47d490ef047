import { expect, vi } from 'vitest';
import type { TrainingRunBody } from '@millrace/api';
import type { TrainerProcess } from './trainer-bench.js';

export const patient = { timeout: 15_000, interval: 10 };

/** Asks for a run on the dataset `groups`. @returns its id */
export async function startRun(process: TrainerProcess, body: object = {}): Promise<string> {
  const reply = await process.call('startTrainingRun', { body: { dataset: 'groups', ...body } });
  return (reply as { json: { id: string } }).json.id;
}

/** The run once it has ended. */
export async function ended(process: TrainerProcess, id: string): Promise<TrainingRunBody> {
  return vi.waitFor(async () => {
    const run = await process.run(id);
    expect(run.status).toMatch(/succeeded|failed|cancelled/);
    return run;
  }, patient);
}
