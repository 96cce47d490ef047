import { trainingApi, type LeaderboardEntry } from '@millrace/api';
import { useQuery } from '@tanstack/react-query';
import { ErrorAlert } from '../parts/error-alert.js';
import { endpointQuery } from '../queries.js';
import { EvaluationView } from './evaluation-view.js';

interface HoldoutSectionsProps {
  readonly runId: string;
  readonly metric: string;
  readonly scored: LeaderboardEntry;
}

/** How the winner of a run did on the holdout: what the leaderboard has of it until the whole is there. */
export function HoldoutSections({ runId, metric, scored }: HoldoutSectionsProps) {
  const whole = useQuery({
    ...endpointQuery(trainingApi.getTrainingRunEvaluation, { params: { id: runId } }),
    // It never changes.
    staleTime: Infinity,
  });
  const evaluation = whole.data ?? scored.holdout;
  return (
    <>
      {whole.error && (
        <ErrorAlert
          title="The curves could not be read"
          error={whole.error}
          onRetry={() => void whole.refetch()}
        />
      )}
      {evaluation && <EvaluationView evaluation={evaluation} name={scored.name} metric={metric} />}
    </>
  );
}
