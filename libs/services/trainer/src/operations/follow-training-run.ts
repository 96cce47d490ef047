import type { Trainer } from '../dependencies.js';
import type { CandidateRow } from '../store/candidates.js';
import type { FoldRow } from '../store/folds.js';
import { changesSince, type RunChanges } from '../store/run-changes.js';
import type { TrainingRunRow } from '../store/training-runs.js';
import { underWayOf, type UnderWay } from '../domain/under-way.js';
import { getTrainingRun, type RunWithCandidates } from './get-training-run.js';

/** What has become of a run, in the order in which it did: `revision` tells one from the other. */
export type RunNews = { readonly run: TrainingRunRow; readonly revision: number } & (
  | { readonly kind: 'run'; readonly whole: RunWithCandidates }
  | { readonly kind: 'trial'; readonly underWay: UnderWay }
  | { readonly kind: 'fold'; readonly underWay: UnderWay; readonly fold: FoldRow }
  | { readonly kind: 'candidate'; readonly candidate: CandidateRow }
);

const ended: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

/**
 * The run as it is, then what happens to it; ends with its end, or when `signal` aborts.
 * @param since the last revision that the follower has seen: what has happened after it comes before the run
 */
export async function* followTrainingRun(
  trainer: Pick<Trainer, 'db' | 'signals' | 'clock' | 'policy'>,
  id: string,
  { since, signal }: { readonly since?: number | undefined; readonly signal: AbortSignal },
): AsyncGenerator<RunNews, void, undefined> {
  let seen = since ?? 0;
  let head: string | undefined;
  while (!signal.aborted) {
    const changed = new AbortController();
    // Listening starts before the look, so that a change in between is not slept over.
    const stopListening = trainer.signals.onNextChange(id, () => changed.abort());
    try {
      const changes = await changesSince(trainer.db, id, seen);
      if (!changes) return;
      const { run } = changes;
      // A revision that has never been, as that of another run, counts as the present one.
      seen = run.revision;
      if (head !== undefined || since !== undefined) {
        yield* happened(changes);
      }
      const present = headOf(run);
      if (head !== present) {
        // It may hold what has come since the look: that is told again in its turn.
        const whole = await getTrainingRun(trainer, id);
        yield { kind: 'run', run: whole.run, revision: run.revision, whole };
        if (ended.has(run.status)) return;
        head = present;
      } else {
        await trainer.clock.sleep(trainer.policy.pollMs, AbortSignal.any([signal, changed.signal]));
      }
    } finally {
      stopListening();
    }
  }
}

/** What of the run itself a follower should see change: the rest is told by its candidates. */
function headOf(run: TrainingRunRow): string {
  const { status, reason, task, metric, warnings, best, model_version } = run;
  return JSON.stringify([status, reason, task, metric, warnings, best, model_version]);
}

function happened({ run, attempts, folds, candidates, since }: RunChanges): RunNews[] {
  const underWay = new Map(underWayOf(attempts, folds).map((each) => [each.name, each]));
  // What came after the run was read belongs to the next look.
  const isNew = ({ revision }: { readonly revision: number }) =>
    revision > since && revision <= run.revision;
  const about = (name: string, news: (underWay: UnderWay) => RunNews): RunNews[] => {
    const found = underWay.get(name);
    return found ? [news(found)] : [];
  };
  return [
    ...attempts
      .filter(isNew)
      .flatMap(({ name, revision }) =>
        about(name, (found) => ({ kind: 'trial', run, revision, underWay: found })),
      ),
    ...folds.filter(isNew).flatMap((fold) =>
      about(fold.name, (found) => ({
        kind: 'fold',
        run,
        revision: fold.revision,
        underWay: found,
        fold,
      })),
    ),
    ...candidates.filter(isNew).map((candidate): RunNews => ({
      kind: 'candidate',
      run,
      revision: candidate.revision,
      candidate,
    })),
  ].sort((a, b) => a.revision - b.revision);
}
