import type { TrainingRunBody } from '@millrace/api';
import { isWinnerBehind, trainingApi } from '@millrace/api';
import { Alert, Anchor, Button, List, Loader, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api } from '../api-client.js';
import { metricLabel } from '../format/names.js';
import { formatSeconds, secondsBetween } from '../format/times.js';
import { Ago } from '../parts/ago.js';
import { Digest } from '../parts/digest.js';
import { Empty } from '../parts/empty.js';
import { ErrorAlert } from '../parts/error-alert.js';
import { Facts } from '../parts/facts.js';
import { Page } from '../parts/page.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { StatusBadge } from '../parts/status-badge.js';
import { hasEnded, useTrainingRun } from '../training-run-live.js';
import { CandidateComparison } from './candidate-comparison.js';
import { ArtifactList } from './artifact-list.js';
import { HoldoutSections } from './holdout-sections.js';
import { LeaderboardTable } from './leaderboard-table.js';
import { RunProgress } from './run-progress.js';

export function TrainingRunPage() {
  const { id = '' } = useParams();
  const { query, streaming } = useTrainingRun(id);
  const run = query.data;
  return (
    <Page
      title={run ? `Training run on ${run.dataset} v${run.version}` : 'Training run'}
      above={[{ label: 'Training', to: '/training' }]}
      beside={run && <StatusBadge status={run.status} />}
      subtitle={run && !hasEnded(run) && (streaming ? 'Live' : 'Looking every 2 s')}
      actions={run && !hasEnded(run) && <CancelButton run={run} />}
    >
      <QueryView query={query}>{(found) => <TrainingRunView run={found} />}</QueryView>
    </Page>
  );
}

function TrainingRunView({ run }: { readonly run: TrainingRunBody }) {
  const best = run.leaderboard.find(({ name }) => name === run.best);
  const scored = best?.holdout
    ? best
    : run.leaderboard.find(({ holdout }) => holdout !== undefined);
  const seconds = secondsBetween(run.startedAt, run.endedAt);
  return (
    <>
      {run.reason && (
        <Alert
          color={run.status === 'failed' ? 'red' : 'yellow'}
          variant="light"
          title={run.status}
        >
          {run.reason}
        </Alert>
      )}
      {run.warnings.length > 0 && (
        <Alert color="yellow" variant="light" title="Warnings">
          <List size="sm">
            {run.warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {!hasEnded(run) && <RunProgress run={run} />}
      <Section
        title="Leaderboard"
        hint={`Cross-validated on the training rows${chosenBy(run)}.${reservation(run)}`}
      >
        {run.leaderboard.length === 0 ? (
          <Empty title={hasEnded(run) ? 'No candidate was trained.' : 'Waiting for candidates'}>
            {!hasEnded(run) && <Loader size="sm" role="status" aria-label="Waiting" mt="sm" />}
          </Empty>
        ) : (
          <LeaderboardTable run={run} />
        )}
      </Section>
      {hasEnded(run) && <CandidateComparison run={run} />}
      {scored?.holdout && <HoldoutSections runId={run.id} metric={run.metric} scored={scored} />}
      <Section title="Lineage">
        <Facts
          facts={[
            [
              'Dataset',
              <Anchor
                key="dataset"
                size="sm"
                component={Link}
                to={`/datasets/${encodeURIComponent(run.dataset)}`}
              >
                {run.dataset} v{run.version}
              </Anchor>,
            ],
            [
              'Dataset sha256',
              run.datasetSha256 && <Digest value={run.datasetSha256} kind="sha256" />,
            ],
            [
              'Model version',
              run.modelVersion === undefined ? undefined : (
                <Anchor
                  size="sm"
                  component={Link}
                  to={`/models/${encodeURIComponent(run.model)}?version=${run.modelVersion}`}
                >
                  {run.model} v{run.modelVersion}
                </Anchor>
              ),
            ],
            [
              'Experiment',
              <Anchor
                key="experiment"
                size="sm"
                component={Link}
                to={`/experiments/${encodeURIComponent(run.model)}`}
              >
                {run.model}
              </Anchor>,
            ],
            ['Target', run.target],
            ['Task', run.task],
            ['Positive class', run.positiveClass],
            ['Held out by', run.splitBy && `${run.splitBy.kind}: ${run.splitBy.column}`],
            ['Left out', run.leaveOut?.join(', ')],
            ['Seed', run.seed],
            ['Trigger', run.trigger],
            ['Run id', <Digest key="id" value={run.id} kind="run id" />],
            ['Queued', <Ago key="queued" time={run.createdAt} />],
            ['Took', seconds === undefined ? undefined : formatSeconds(seconds)],
          ]}
        />
      </Section>
      {run.status === 'succeeded' && <ArtifactList runId={run.id} />}
    </>
  );
}

function CancelButton({ run }: { readonly run: TrainingRunBody }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.call(trainingApi.cancelTrainingRun, { params: { id: run.id } }),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: [trainingApi.getTrainingRun.operationId] }),
  });
  return (
    <>
      {cancel.error && <ErrorAlert title="Not cancelled" error={cancel.error} />}
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        <Text size="sm">Cancel the run</Text>
      </Button>
    </>
  );
}

/** What candidates are chosen by, once it is known: where nobody asked for a metric, it follows from the task. */
function chosenBy({ metric }: TrainingRunBody): string {
  return metric === 'default' ? '' : `; chosen by ${metricLabel(metric)}`;
}

/** Why another has a better figure than the winner, where one has. */
function reservation(run: TrainingRunBody): string {
  return isWinnerBehind(run)
    ? ' The winner is as good as any: who is ahead of it is within the standard error of the folds.'
    : '';
}
