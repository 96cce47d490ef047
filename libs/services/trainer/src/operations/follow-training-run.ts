import type { Trainer } from '../dependencies.js';
import { getTrainingRun, type RunWithCandidates } from './get-training-run.js';

const ended: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

/** The run now and after each change; ends with its end, or when `signal` aborts. */
export async function* followTrainingRun(
  trainer: Pick<Trainer, 'db' | 'signals' | 'clock' | 'policy'>,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<RunWithCandidates, void, undefined> {
  let seen = 0;
  while (!signal.aborted) {
    const changed = new AbortController();
    // Listening starts before the look, so that a change in between is not slept over.
    const stopListening = trainer.signals.onNextChange(id, () => changed.abort());
    try {
      const current = await getTrainingRun(trainer, id);
      if (current.run.revision > seen) {
        seen = current.run.revision;
        yield current;
      }
      if (ended.has(current.run.status)) return;
      await trainer.clock.sleep(trainer.policy.pollMs, AbortSignal.any([signal, changed.signal]));
    } finally {
      stopListening();
    }
  }
}
