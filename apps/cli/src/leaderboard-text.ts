import { isWinnerBehind, type TrainingRunBody } from '@millrace/api';
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
  const headings = ['candidate', 'status', ...metrics, 'fit s', 'reason'];
  const rows = run.leaderboard.map((entry) => [
    entry.name === run.best ? `${entry.name} *` : entry.name,
    entry.status,
    ...metrics.map((metric) => entry.validation[metric]?.toFixed(3)),
    entry.fitSeconds?.toFixed(2),
    entry.reason ?? '',
  ]);
  return table(headings, rows);
}
