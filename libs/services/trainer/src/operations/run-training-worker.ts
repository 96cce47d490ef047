import { PlatformError, resumeScope } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { anyRun } from '../run-signals.js';
import {
  claimRun,
  countQueuedRuns,
  letGoOfEnded,
  releaseRun,
  RunLost,
  type TrainingRunRow,
} from '../store/training-runs.js';
import { clearEndedRuns } from './clear-ended-runs.js';
import { executeTrainingRun } from './execute-training-run.js';
import { failTrainingRun } from './fail-training-run.js';
import { holdRun } from './held-run.js';

const waitForOthersMs = 2000;

/** Claims one run after the other and carries it out, until `signal` aborts. */
export async function runTrainingWorker(trainer: Trainer, signal: AbortSignal): Promise<void> {
  const owner = trainer.ids.next();
  while (!signal.aborted) {
    const woken = new AbortController();
    const stopListening = trainer.signals.onNextChange(anyRun, () => woken.abort());
    try {
      await clearEndedRuns(trainer, signal);
      const now = trainer.clock.now();
      const until = new Date(now.getTime() + trainer.policy.leaseMs);
      const run = await claimRun(trainer.db, { owner, now, until });
      trainer.metrics.queueLength.set({}, await countQueuedRuns(trainer.db));
      if (run) {
        trainer.signals.changed(run.id);
        await resumeScope(run.scope, () => carryOut(trainer, run, { owner, until }, signal));
        continue;
      }
      await trainer.clock.sleep(trainer.policy.pollMs, AbortSignal.any([signal, woken.signal]));
    } finally {
      stopListening();
    }
  }
}

async function carryOut(
  trainer: Trainer,
  run: TrainingRunRow,
  lease: { owner: string; until: Date },
  stopping: AbortSignal,
): Promise<void> {
  const { db, clock, policy, signals } = trainer;
  const logger = trainer.logger.child({ runId: run.id, dataset: run.dataset, model: run.model });
  const hold = holdRun(trainer, { id: run.id, ...lease }, stopping);
  try {
    if (run.takeovers > policy.takeovers) {
      throw new PlatformError(
        'failed_precondition',
        `The run was begun ${run.takeovers} times and broke off each time.`,
      );
    }
    await executeTrainingRun({ ...trainer, logger }, run, hold.held);
  } catch (caught) {
    if (hold.isLost() || caught instanceof RunLost) {
      logger.info('A training run was cancelled or went to another process.');
      return;
    }
    try {
      await endOrRelease(caught);
    } catch (error) {
      // Lost between the failure and its record: whoever holds the run now has the say.
      if (!(error instanceof RunLost)) throw error;
    }
  } finally {
    await hold.release();
    signals.changed(run.id);
    await letGoOfEnded(db, hold.held);
  }

  async function endOrRelease(caught: unknown): Promise<void> {
    const error = PlatformError.from(caught);
    const now = clock.now();
    if (stopping.aborted) {
      return releaseRun(db, hold.held, { at: now, reason: null, counted: 'no' });
    }
    if (error.retriable) {
      logger.warn('A training run waits for what it needs.', { cause: error });
      const at = new Date(now.getTime() + waitForOthersMs);
      return releaseRun(db, hold.held, {
        at,
        reason: `Waiting: ${error.message}`,
        counted: 'no',
      });
    }
    if (!(caught instanceof PlatformError) && run.takeovers < policy.takeovers) {
      // Unforeseen, such as a broken database connection: worth another try, but not for ever.
      logger.error('A training run broke off; it will be tried again.', { cause: caught });
      const at = new Date(now.getTime() + 500 * 2 ** run.takeovers);
      return releaseRun(db, hold.held, { at, reason: null, counted: 'as takeover' });
    }
    logger.warn('A training run failed.', { cause: error.cause ?? error });
    return failTrainingRun(trainer, run, hold.held, error.message);
  }
}
