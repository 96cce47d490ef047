import { trainingApi, type DecisionBody } from '@millrace/api';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';
import { endpointQuery } from '../queries.js';

const methods = { isotonic: 'isotonic', platt: "Platt's" } as const;

/** How a version decides between classes; nothing for one that no training run of ours made. */
export function VersionDecision({ runId }: { readonly runId: string }) {
  const { data } = useQuery({
    ...endpointQuery(trainingApi.getTrainingRunEvaluation, { params: { id: runId } }),
    staleTime: Infinity,
  });
  return data?.kind === 'classes' && data.decision ? (
    <DecisionNote decision={data.decision} />
  ) : null;
}

/** Whether probabilities were put right, and from which one on the second of two classes is taken. */
function DecisionNote({ decision }: { readonly decision: DecisionBody }) {
  const { calibration, threshold } = decision;
  const { method, logLoss } = calibration;
  return (
    <Text size="sm" c="dimmed">
      {method === 'none'
        ? 'Probabilities are as the model gives them: calibration would not make them better.'
        : `Probabilities are calibrated (${methods[method]} method): log loss ${formatMetric(logLoss.before)} before, ${formatMetric(logLoss.after)} after, on training rows.`}
      {threshold &&
        ` Rows with a probability above ${formatMetric(threshold.threshold)} are taken for the second class, for the sake of ${metricLabel(threshold.metric)}: ${formatMetric(threshold.validation.tuned)} in cross-validation, ${formatMetric(threshold.validation.even)} with the likelier class.`}
    </Text>
  );
}
