import {
  isWinnerBehind,
  parametersOf,
  type LeaderboardEntry,
  type TrainingRunBody,
} from '@millrace/api';
import { facts, table } from './table.js';

/** A training run as text: what it is, then its candidates, in their order. */
export function describeRun(run: TrainingRunBody): string {
  const about = facts([
    ['run', run.id],
    ['status', run.reason ? `${run.status}: ${run.reason}` : run.status],
    ['dataset', `${run.dataset} v${run.version}`],
    ['target', run.target],
    ['task', run.task],
    ['positive class', run.positiveClass],
    ['held out by', run.splitBy && `${run.splitBy.kind}: ${run.splitBy.column}`],
    ['left out', run.leaveOut?.join(', ')],
    ['metric', run.metric === 'default' ? undefined : run.metric],
    ['seed', run.seed],
    ['best', run.best && `${run.best}${reservation(run)}`],
    ['model', run.modelVersion === undefined ? undefined : `${run.model} v${run.modelVersion}`],
  ]);
  const warnings = run.warnings.map((warning) => `warning: ${warning}`);
  const board = run.leaderboard.length === 0 ? [] : ['', leaderboardTable(run)];
  return [about, ...warnings, ...board].join('\n');
}

/** Why another has a better figure, where one has. */
function reservation(run: TrainingRunBody): string {
  return isWinnerBehind(run)
    ? `, as good as any: who is ahead by ${run.metric} is within the standard error of the folds`
    : '';
}

function leaderboardTable(run: TrainingRunBody): string {
  const metrics =
    run.task === 'regression'
      ? ['rmse', 'mae', 'r2']
      : run.positiveClass === undefined
        ? ['accuracy', 'precision', 'recall', 'f1']
        : ['accuracy', 'precisionBinary', 'recallBinary', 'f1Binary'];
  if (!metrics.includes(run.metric)) metrics.push(run.metric);
  const headings = ['candidate', 'status', ...metrics, 'fit s', 'remark'];
  const shown = shownOf(run.leaderboard);
  const rows = shown.map((entry) => [
    entry.name === run.best ? `${entry.name} *` : entry.name,
    entry.status,
    ...metrics.map((metric) => entry.validation[metric]?.toFixed(3)),
    entry.fitSeconds?.toFixed(2),
    entry.reason ?? chosenOf(entry),
  ]);
  const hidden = run.leaderboard.length - shown.length;
  const rest =
    hidden > 0 ? [`and ${hidden} that were stopped early: --json tells of them all`] : [];
  return [table(headings, rows), ...rest].join('\n');
}

/** So many lines can be overlooked; a search makes hundreds. */
const mostLines = 20;

function shownOf(leaderboard: readonly LeaderboardEntry[]): readonly LeaderboardEntry[] {
  if (leaderboard.length <= mostLines) return leaderboard;
  return leaderboard.filter(({ status }) => status !== 'stopped');
}

/** What the training rows chose of a candidate's parameters. */
function chosenOf(entry: LeaderboardEntry): string {
  return parametersOf(entry, [])
    .telling.flatMap(({ name, value, chosen }) =>
      chosen === undefined ? [] : `${name} ${Number(chosen.toPrecision(3))}, ${value}`,
    )
    .join('; ');
}
