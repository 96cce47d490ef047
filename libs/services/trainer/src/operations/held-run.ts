import type { Trainer } from '../dependencies.js';
import { renewLease } from '../store/training-runs.js';

/** A run this process works on, as long as `signal` has not aborted. */
export interface HeldRun {
  readonly id: string;
  readonly owner: string;
  /** Aborts when the run is cancelled, taken over, its lease could not be renewed in time, or the process stops. */
  readonly signal: AbortSignal;
}

/** Renews the lease of a claimed run until `release`, and aborts the held run's signal once it is lost. */
export function holdRun(
  trainer: Pick<Trainer, 'db' | 'clock' | 'policy' | 'signals' | 'logger'>,
  { id, owner, until }: { id: string; owner: string; until: Date },
  stopping: AbortSignal,
): { held: HeldRun; isLost: () => boolean; release: () => Promise<void> } {
  const { db, clock, policy, signals, logger } = trainer;
  const lost = new AbortController();
  const released = new AbortController();
  const over = AbortSignal.any([lost.signal, released.signal]);

  const renewing = (async () => {
    let validUntil = until;
    while (!over.aborted) {
      const changed = new AbortController();
      const stopListening = signals.onNextChange(id, () => changed.abort());
      await clock.sleep(policy.heartbeatMs, AbortSignal.any([over, changed.signal]));
      stopListening();
      if (over.aborted) return;
      const now = clock.now();
      const next = new Date(now.getTime() + policy.leaseMs);
      try {
        if (!(await renewLease(db, id, { owner, now, until: next }))) lost.abort();
        validUntil = next;
      } catch (cause) {
        logger.warn('The lease of a training run could not be renewed.', { runId: id, cause });
        if (clock.now() > validUntil) lost.abort();
      }
    }
  })();

  return {
    held: { id, owner, signal: AbortSignal.any([lost.signal, stopping]) },
    isLost: () => lost.signal.aborted,
    release: async () => {
      released.abort();
      await renewing;
    },
  };
}
