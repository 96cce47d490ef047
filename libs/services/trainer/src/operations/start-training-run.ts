import type { DatasetVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { knownAlgorithms } from '../domain/algorithms.js';
import { usualMetric, whyUnfit } from '../domain/choose-metric.js';
import type { SplitBy, TaskType } from '../domain/learning.js';
import type { SearchBudget } from '../store/tables.js';
import { insertRun } from '../store/training-runs.js';
import { readDatasetVersion, targetOf } from './training-defaults.js';

export interface StartTrainingRun {
  readonly dataset: string;
  readonly version?: number | undefined;
  readonly model?: string | undefined;
  readonly candidates?: readonly string[] | undefined;
  readonly metric?: string | undefined;
  /** What the values of the target look like when absent. */
  readonly task?: TaskType | undefined;
  /** Of two classes; the second in order when absent. */
  readonly positiveClass?: string | undefined;
  /** Chance when absent. */
  readonly splitBy?: SplitBy | undefined;
  /** Columns that nothing is learned from. */
  readonly leaveOut?: readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly seed?: number | undefined;
  readonly search?: SearchBudget | undefined;
  readonly timeLimitSeconds?: number | undefined;
}

/**
 * Queues a run somebody asked for.
 * @throws PlatformError `not_found` without such a dataset version, `invalid_argument` naming the field at fault
 */
export async function startTrainingRun(
  trainer: Trainer,
  request: StartTrainingRun,
  signal?: AbortSignal,
): Promise<{ id: string }> {
  refuseUnknownCandidates(request.candidates ?? []);
  const version = await readDatasetVersion(trainer, request.dataset, request.version, signal);
  const model = request.model ?? request.dataset;
  const target = await targetOf(trainer, version, {
    model,
    target: request.target,
    ...(signal && { signal }),
  });
  if (target === undefined) {
    throw fault('target', `Dataset ${request.dataset} names no target: say which column to learn.`);
  }
  if (!version.columns.some(({ name }) => name === target)) {
    throw fault(
      'target',
      `Dataset ${request.dataset}, version ${version.version}, has no column "${target}".`,
    );
  }
  refuseUnfitSplit(request.splitBy, version, target);
  refuseUnknownColumns(request.leaveOut ?? [], version, target);
  refusePositiveClassOf(request);
  refuseUnfitMetric(request);
  const id = trainer.ids.next();
  await insertRun(trainer.db, {
    id,
    dataset: request.dataset,
    version: version.version,
    model,
    trigger: 'manual',
    target,
    metric: request.metric ?? usualMetric,
    options: {
      metric: request.metric,
      task: request.task,
      positiveClass: request.positiveClass,
      splitBy: request.splitBy,
      leaveOut: request.leaveOut,
      timeLimitSeconds: request.timeLimitSeconds,
    },
    seed: request.seed ?? trainer.random.seed(),
    candidates: request.candidates,
    search: request.search,
    created_at: trainer.clock.now(),
  });
  trainer.signals.changed(id);
  return { id };
}

function refuseUnknownCandidates(candidates: readonly string[]): void {
  const unknown = candidates.filter((algorithm) => !knownAlgorithms.includes(algorithm));
  if (unknown.length === 0) return;
  throw fault(
    'candidates',
    `Unknown: ${unknown.join(', ')}. There are ${knownAlgorithms.join(', ')}.`,
  );
}

function refuseUnknownColumns(
  leaveOut: readonly string[],
  { dataset, version, columns }: DatasetVersion,
  target: string,
): void {
  const known = new Set(columns.map(({ name }) => name));
  const unknown = leaveOut.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const names = unknown.map((name) => JSON.stringify(name)).join(', ');
    throw fault('leaveOut', `Dataset ${dataset}, version ${version}, has no column ${names}.`);
  }
  if (leaveOut.includes(target)) {
    throw fault('leaveOut', `Column ${JSON.stringify(target)} is what is to be learned.`);
  }
}

/** Whether the target has the class is seen when its rows are. */
function refusePositiveClassOf({ task, positiveClass }: StartTrainingRun): void {
  if (positiveClass === undefined || task === undefined || task === 'binary') return;
  throw fault('positiveClass', `Only one of two classes can be the positive one; task is ${task}.`);
}

/** Where the task follows from the rows, it is seen when they are. */
function refuseUnfitMetric({ task, metric }: StartTrainingRun): void {
  const reason = task && metric && whyUnfit(metric, task);
  if (reason) throw fault('metric', reason);
}

function refuseUnfitSplit(
  splitBy: SplitBy | undefined,
  { dataset, version, columns }: DatasetVersion,
  target: string,
): void {
  if (!splitBy) return;
  const name = JSON.stringify(splitBy.column);
  const column = columns.find((each) => each.name === splitBy.column);
  if (!column) {
    throw fault('splitBy/column', `Dataset ${dataset}, version ${version}, has no column ${name}.`);
  }
  if (splitBy.column === target) {
    throw fault('splitBy/column', `Column ${name} is what is to be learned: split by another.`);
  }
  if (splitBy.kind === 'time' && column.type === 'boolean') {
    throw fault('splitBy/column', `Column ${name} holds true and false: it orders no rows.`);
  }
}

function fault(field: string, message: string): PlatformError {
  return new PlatformError('invalid_argument', message, {
    faults: [{ field: `/${field}`, message }],
  });
}
